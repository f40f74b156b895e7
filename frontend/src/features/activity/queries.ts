import { infiniteQueryOptions } from "@tanstack/react-query";

import { api, data, type Schema } from "@/api/client";
import { keys } from "@/lib/keys";

export type Entry = Schema<"AuditEntry">;
export type Filter = { subject?: string | undefined };

const PAGE = 50;

export const auditQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: keys.audit(filter),
    queryFn: ({ signal, pageParam }) =>
      data(
        api.GET("/v1/audit", {
          params: { query: { limit: PAGE, ...(filter.subject ? { subject: filter.subject } : {}), ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page: Schema<"Listed_AuditEntry">) => page.next ?? undefined,
  });
