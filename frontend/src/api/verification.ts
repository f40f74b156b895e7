// The check of the whole catalogue: read and begun by several features, and so in one place.
import { infiniteQueryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { useIdempotencyKey } from "@/lib/idempotency";
import { keys } from "@/lib/keys";
import { live } from "@/lib/poll";

import { api, data, once, type Schema } from "./client";

export type Verification = Schema<"Verification">;
export type Check = Schema<"Check">;
export type Offence = Schema<"Offence">;

/** Milliseconds between two looks at a check that is at work. */
const STEP = 1500;

export const isAtWork = (check: Verification | undefined) => check !== undefined && !check.finished_at && !check.stalled;

/** The newest check. */
export const verificationQuery = live({
  key: keys.verification,
  ask: (headers, signal) => api.GET("/v1/verification", { headers, signal }),
  every: (found) => (isAtWork(found) ? STEP : false),
});

/** What one line of a check found wrong. */
export const offencesQuery = (id: string, check: Check) =>
  infiniteQueryOptions({
    queryKey: [...keys.verification, id, check],
    queryFn: ({ signal, pageParam }) => data(api.GET("/v1/verification/rows", { params: { query: { check, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page: Schema<"Listed_Offence">) => page.next ?? undefined,
  });

/** Begins another check; pressed twice it is the same one. */
export function useStartCheck() {
  const queries = useQueryClient();
  const { key, renew } = useIdempotencyKey();
  return useMutation({
    mutationFn: () => data(api.POST("/v1/verification", { params: { header: once(key) } })),
    onSuccess: (started) => {
      queries.setQueryData(keys.verification, started);
      renew();
    },
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: keys.verification, exact: true });
      // Read again with the next look at them, which is after the check has ended.
      void queries.invalidateQueries({ queryKey: keys.titleRisks, refetchType: "none" });
    },
  });
}
