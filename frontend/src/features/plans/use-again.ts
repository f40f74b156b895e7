import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import { useIdempotencyKey } from "@/lib/idempotency";

import { makeAgain, moved, type Plan, TooManyProducts } from "./queries";

/** Makes the same plan from the current state, and opens it; the form of a new plan where it has more products than a request can name. */
export function useAgain(plan: Plan) {
  const { key } = useIdempotencyKey();
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => makeAgain(plan, key),
    onSuccess: (made) => {
      void moved(queries);
      void navigate({ to: "/sync/plans/$planId", params: { planId: made.id }, replace: true });
    },
    onError: (error) => {
      if (error instanceof TooManyProducts) void navigate({ to: "/sync", search: { tab: "plans", new: true, again: plan.id } });
    },
  });
}
