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

/** Marks one notice or all notices as read. Shown immediately, and reverted if the server refuses. */
export function useMarkRead() {
  const queries = useQueryClient();
  const key = noticesQuery.queryKey;
  return useMutation({
    mutationFn: (id: string | "all") => data(id === "all" ? api.POST("/v1/notifications/read-all") : api.POST("/v1/notifications/{id}/read", { params: { path: { id } } })),
    onMutate: async (id) => {
      await queries.cancelQueries({ queryKey: key });
      const before = queries.getQueryData(key);
      queries.setQueryData<InfiniteData<Page, string>>(key, (all) => all && { ...all, pages: all.pages.map((page) => marked(page, id)) });
      return { before };
    },
    onError: (_error, _id, context) => queries.setQueryData(key, context?.before),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: keys.notifications });
      void queries.invalidateQueries({ queryKey: keys.dashboard });
    },
  });
}

const marked = (page: Page, id: string | "all"): Page => ({
  ...page,
  unread: id === "all" ? 0 : Math.max(page.unread - 1, 0),
  items: page.items.map((one) => (id === "all" || one.id === id ? { ...one, read: true } : one)),
});
