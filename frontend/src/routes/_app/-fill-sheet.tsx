// Fills in for many products what new listings of a plan lack, by a bulk edit of them; then the plan is made again.
import type { Filling } from "@/features/plans/components/plan-page";
import type { Fill } from "@/features/plans/lacks";
import { useAgain } from "@/features/plans/use-again";
import { useWords } from "@/features/plans/words.id";
import type { Typed } from "@/features/products/bulk";
import { MOST_NAMED } from "@/features/products/bulk-plan";
import { BulkSheet } from "@/features/products/components/bulk-sheet";

const BEGIN: Record<Fill, Partial<Typed>> = { weight: { field: "weight_g", op: "set" }, pre_order: { field: "pre_order_days", op: "clear" } };

export function FillSheet({ plan, fill, products, onClose }: Filling) {
  const w = useWords();
  const again = useAgain(plan);
  const ids = products.slice(0, MOST_NAMED);
  return (
    <BulkSheet
      id={`plan/${plan.id}/${fill}`}
      edited={ids.length > 0 ? { selection: { ids }, count: ids.length } : undefined}
      purpose={{ begin: BEGIN[fill], next: { label: w.recount, run: () => again.mutate(), busy: again.isPending, error: again.error } }}
      onClose={onClose}
      onPlan={onClose}
    />
  );
}
