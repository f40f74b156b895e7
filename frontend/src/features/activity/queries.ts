import { infiniteQueryOptions } from "@tanstack/react-query";

import { api, data, type Schema } from "@/api/client";
import { keys } from "@/lib/keys";

export type Entry = Schema<"AuditEntry">;
/** `kind` is the beginning of an action, such as `product`; `since` and `until` are days in Jakarta, both of them included. */
export type Filter = { subject?: string | undefined; kind?: string | undefined; actor?: string | undefined; since?: string | undefined; until?: string | undefined };

const PAGE = 50;

export const auditQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: keys.audit(filter),
    queryFn: ({ signal, pageParam }) =>
      data(
        api.GET("/v1/audit", {
          params: { query: { limit: PAGE, ...conditions(filter), ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page: Schema<"Listed_AuditEntry">) => page.next ?? undefined,
  });

const DAY = 24 * 3_600_000;

function conditions({ subject, kind, actor, since, until }: Filter) {
  const day = (date: string) => new Date(`${date}T00:00:00+07:00`).getTime();
  const at = (ms: number) => (Number.isNaN(ms) ? undefined : new Date(ms).toISOString());
  const asked = { subject, actor, action: kind && `${kind}.`, since: since && at(day(since)), until: until && at(day(until) + DAY) };
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value)) as { [K in keyof typeof asked]?: string };
}
