import { useMe } from "@/auth/me";
import { Button } from "@/ui/button";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";

import type { Plan } from "../queries";
import { useAgain } from "../use-again";
import { useWords } from "../words.id";

type Props = { plan: Plan; look?: "primary" | "plain"; label?: string };

/** Makes the same plan from the current state, and opens it. */
export function AgainButton({ plan, look = "primary", label }: Props) {
  const w = useWords();
  const { may } = useMe();
  const again = useAgain(plan);
  if (!may("member")) return <RoleNote needs="member" />;
  return (
    <>
      <Button look={look} busy={again.isPending} onClick={() => again.mutate()} className="self-start">
        {label ?? w.again}
      </Button>
      {again.error ? <Problem error={again.error} /> : null}
    </>
  );
}
