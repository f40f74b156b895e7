import { infiniteQueryOptions } from "@tanstack/react-query";

import { api, data, type Schema } from "@/api/client";
import { keys } from "@/lib/keys";

export type Entry = Schema<"AuditEntry">;
/** `kind` is the beginning of an action, such as `product`; `since` is a day in Jakarta. */
export type Filter = { subject?: string | undefined; kind?: string | undefined; since?: string | undefined };

const PAGE = 50;

export const auditQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: keys.audit(filter),
    queryFn: ({ signal, pageParam }) =>
      data(
        api.GET("/v1/audit", {
          params: { query: { limit: PAGE, ...(filter.subject ? { subject: filter.subject } : {}), ...(filter.kind ? { action: `${filter.kind}.` } : {}), ...(filter.since ? { since: `${filter.since}T00:00:00+07:00` } : {}), ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page: Schema<"Listed_AuditEntry">) => page.next ?? undefined,
  });
