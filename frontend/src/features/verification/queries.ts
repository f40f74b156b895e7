import { infiniteQueryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, data, once, type Schema } from "@/api/client";
import { useIdempotencyKey } from "@/lib/idempotency";
import { keys } from "@/lib/keys";
import { live } from "@/lib/poll";

export type Verification = Schema<"Verification">;
export type Check = Schema<"Check">;

/** Milliseconds between two looks at a check that is at work. */
const STEP = 1500;

export const isAtWork = (check: Verification | undefined) => check !== undefined && !check.finished_at && !check.stalled;

export const verificationQuery = live({
  key: keys.verification,
  ask: (headers, signal) => api.GET("/v1/verification", { headers, signal }),
  every: (found) => (isAtWork(found) ? STEP : false),
});

export const rowsQuery = (id: string, check: Check) =>
  infiniteQueryOptions({
    queryKey: [...keys.verification, id, check],
    queryFn: ({ signal, pageParam }) => data(api.GET("/v1/verification/rows", { params: { query: { check, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page: Schema<"Listed_Offence">) => page.next ?? undefined,
  });

export function useStart() {
  const queries = useQueryClient();
  const { key, renew } = useIdempotencyKey();
  return useMutation({
    mutationFn: () => data(api.POST("/v1/verification", { params: { header: once(key) } })),
    onSuccess: (started) => {
      queries.setQueryData(keys.verification, started);
      renew();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keys.verification, exact: true }),
  });
}
