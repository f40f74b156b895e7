import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api, data, once } from "@/api/client";
import type { Reading } from "@/api/prices";
import { useIdempotencyKey } from "@/lib/idempotency";
import { keys } from "@/lib/keys";

/** Declares what the shops' prices mean; the queue carries it out. */
export function useChooseReading() {
  const queries = useQueryClient();
  const { key, renew } = useIdempotencyKey();
  return useMutation({
    mutationFn: (reading: Reading) => data(api.POST("/v1/price-rules/base-readings", { body: { reading }, params: { header: once(key) } })),
    onSuccess: renew,
    onSettled: () => queries.invalidateQueries({ queryKey: keys.bulkTasks }),
  });
}

export function useUndoReading() {
  const queries = useQueryClient();
  const { key, renew } = useIdempotencyKey();
  return useMutation({
    mutationFn: (id: string) => data(api.POST("/v1/bulk-tasks/{id}/undo", { params: { path: { id }, header: once(key) } })),
    onSuccess: renew,
    onSettled: () => queries.invalidateQueries({ queryKey: keys.bulkTasks }),
  });
}
