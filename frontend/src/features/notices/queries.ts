import { type InfiniteData, infiniteQueryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, data, type Schema } from "@/api/client";
import { keys } from "@/lib/keys";

export type Notice = Schema<"Notification">;
type Page = Schema<"NotificationPage">;

const PAGE = 50;

export const noticesQuery = infiniteQueryOptions({
  queryKey: [...keys.notifications, "list"],
  queryFn: ({ signal, pageParam }) => data(api.GET("/v1/notifications", { params: { query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
  initialPageParam: "",
  getNextPageParam: (page: Page) => page.next ?? undefined,
});

/** Marks notices as read, at once on the screen; what the server refuses comes back. */
export function useMarkRead() {
  const queries = useQueryClient();
  const key = noticesQuery.queryKey;
  return useMutation({
    mutationFn: async (ids: readonly string[]) => {
      for (const id of ids) {
        // oxlint-disable-next-line no-await-in-loop -- a few at a time, so that no burst reaches the API
        await data(api.POST("/v1/notifications/{id}/read", { params: { path: { id } } }));
      }
    },
    onMutate: async (ids) => {
      await queries.cancelQueries({ queryKey: key });
      const before = queries.getQueryData(key);
      queries.setQueryData<InfiniteData<Page, string>>(key, (all) => all && { ...all, pages: all.pages.map((page) => ({ ...page, items: page.items.map((one) => (ids.includes(one.id) ? { ...one, read: true } : one)) })) });
      return { before };
    },
    onError: (_error, _ids, context) => queries.setQueryData(key, context?.before),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: keys.notifications });
      void queries.invalidateQueries({ queryKey: keys.dashboard });
    },
  });
}
