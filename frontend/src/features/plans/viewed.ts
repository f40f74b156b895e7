import { useState } from "react";

import { useDraft } from "@/lib/draft";

/** The products of a plan that a person has viewed. Stored for exactly this hash, so a new plan begins with none. */
export function useViewed(hash: string) {
  const { draft, keep } = useDraft<{ products: string[] }>({ kind: "plan-viewed", id: hash });
  const [changed, setChanged] = useState<ReadonlySet<string> | null>(null);
  const viewed = changed ?? new Set(draft?.values.products ?? []);
  const view = (product: string, on: boolean) => {
    const next = new Set(viewed);
    if (on) next.add(product);
    else next.delete(product);
    setChanged(next);
    keep(null, { products: [...next] });
  };
  return { viewed, view };
}
