import { queryOptions, useQuery } from "@tanstack/react-query";

import { api, data } from "@/api/client";
import { keys } from "@/lib/keys";

/** Read once, and again when the page becomes visible; never by a timer, so that an idle page sends nothing. */
const unreadQuery = queryOptions({
  queryKey: [...keys.notifications, "unread"],
  queryFn: async ({ signal }) => (await data(api.GET("/v1/notifications", { params: { query: { limit: 1 } }, signal }))).unread,
  staleTime: 60_000,
});

/** The number of unread notices; 0 while it is unknown. */
export function useUnread(): number {
  return useQuery(unreadQuery).data ?? 0;
}
