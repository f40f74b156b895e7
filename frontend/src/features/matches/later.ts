import { useState } from "react";

import { useDraft } from "@/lib/draft";

/** Which entries a person put off, by their listing: kept in this browser, so that the next visit begins with what was not looked at. */
export function useLater() {
  const { draft, keep } = useDraft<{ listings: string[] }>({ kind: "matches", id: "later" });
  const [changed, setChanged] = useState<ReadonlySet<string> | null>(null);
  const later = changed ?? new Set(draft?.values.listings ?? []);
  const write = (next: ReadonlySet<string>) => {
    setChanged(next);
    keep(null, { listings: [...next].slice(-MOST) });
  };
  return {
    /** Undefined until it was looked up. */
    later: draft === undefined && !changed ? undefined : later,
    postpone: (listing: string) => write(new Set([...later, listing])),
    forget: () => write(new Set()),
  };
}

const MOST = 1000;
