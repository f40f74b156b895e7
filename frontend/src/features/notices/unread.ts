import { queryOptions, useQuery } from "@tanstack/react-query";

import { api, data } from "@/api/client";
import { keys } from "@/lib/keys";

/** Read once and again when the page comes back into sight; never on a clock, so that an idle page is quiet. */
const unreadQuery = queryOptions({
  queryKey: [...keys.notifications, "unread"],
  queryFn: async ({ signal }) => (await data(api.GET("/v1/notifications", { params: { query: { limit: 1 } }, signal }))).unread,
  staleTime: 60_000,
});

/** How many notices are unread; 0 while that is not known. */
export function useUnread(): number {
  return useQuery(unreadQuery).data ?? 0;
}
