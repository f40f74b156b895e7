import { queryOptions, useQuery } from "@tanstack/react-query";

import { api, data, type Schema } from "@/api/client";
import { usePreferences } from "@/auth/preferences";
import { keys } from "@/lib/keys";

import { isShown } from "./muted";

const PAGE = 200;

/** Read once, and again when the page becomes visible; never by a timer, so that an idle page sends nothing. */
const unreadQuery = (muted: readonly string[]) =>
  queryOptions({
    queryKey: [...keys.notifications, "unread", muted],
    queryFn: ({ signal }) => count(muted, signal),
    staleTime: 60_000,
  });

/** The API counts every kind. Where some are left out, the unread ones themselves are counted, page by page until all were seen. */
async function count(muted: readonly string[], signal: AbortSignal): Promise<number> {
  let shown = 0;
  let seen = 0;
  let cursor: string | undefined;
  do {
    // oxlint-disable-next-line no-await-in-loop
    const page: Schema<"NotificationPage"> = await data(api.GET("/v1/notifications", { params: { query: { limit: muted.length > 0 ? PAGE : 1, ...(cursor ? { cursor } : {}) } }, signal }));
    if (muted.length === 0) return page.unread;
    const unread = page.items.filter(({ read }) => !read);
    shown += unread.filter((notice) => isShown(notice, muted)).length;
    seen += unread.length;
    cursor = seen < page.unread ? (page.next ?? undefined) : undefined;
  } while (cursor);
  return shown;
}

/** The number of unread notices that this person wants to see; 0 while it is unknown. */
export function useUnread(): number {
  return useQuery(unreadQuery(usePreferences().notices.muted)).data ?? 0;
}
