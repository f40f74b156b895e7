import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import { useMe } from "@/auth/me";
import { useIdempotencyKey } from "@/lib/idempotency";
import { Button } from "@/ui/button";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";

import { makeAgain, moved, type Plan, TooManyProducts } from "../queries";
import { useWords } from "../words.id";

/** Makes the same plan from the current state, and opens it. */
export function AgainButton({ plan, look = "primary" }: { plan: Plan; look?: "primary" | "plain" }) {
  const w = useWords();
  const { may } = useMe();
  const { key } = useIdempotencyKey();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const again = useMutation({
    mutationFn: () => makeAgain(plan, key),
    onSuccess: (made) => {
      void moved(queries);
      void navigate({ to: "/sync/plans/$planId", params: { planId: made.id }, replace: true });
    },
    onError: (error) => {
      if (error instanceof TooManyProducts) void navigate({ to: "/sync", search: { tab: "plans", new: true, again: plan.id } });
    },
  });
  if (!may("member")) return <RoleNote needs="member" />;
  return (
    <>
      <Button look={look} busy={again.isPending} onClick={() => again.mutate()} className="self-start">
        {w.again}
      </Button>
      {again.error ? <Problem error={again.error} /> : null}
    </>
  );
}
