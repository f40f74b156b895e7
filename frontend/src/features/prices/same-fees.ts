import type { Schema } from "@/api/client";

type Fee = Schema<"Fee">;

/** Whether two lists hold the same fees. Whether a fee is switched on is not compared: that is the seller's own choice. */
export function sameFees(one: readonly Fee[], other: readonly Fee[]): boolean {
  const list = (fees: readonly Fee[]) => fees.map(({ name, kind, percent, cap, amount }) => [name, kind, percent ?? null, cap ?? null, amount ?? null].join("|")).toSorted().join("\n");
  return list(one) === list(other);
}
