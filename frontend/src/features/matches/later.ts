import { useState } from "react";

import { useDraft } from "@/lib/draft";

/** The entries that a person postponed, by listing. Stored in this browser, so that the next visit begins with the others. */
export function useLater() {
  const { draft, keep } = useDraft<{ listings: string[] }>({ kind: "matches", id: "later" });
  const [changed, setChanged] = useState<ReadonlySet<string> | null>(null);
  const later = changed ?? new Set(draft?.values.listings ?? []);
  const write = (next: ReadonlySet<string>) => {
    setChanged(next);
    keep(null, { listings: [...next].slice(-MOST) });
  };
  return {
    /** Undefined until it is loaded. */
    later: draft === undefined && !changed ? undefined : later,
    postpone: (listing: string) => write(new Set([...later, listing])),
    forget: () => write(new Set()),
  };
}

const MOST = 1000;
