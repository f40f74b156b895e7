import { Equal, EqualNot } from "lucide-react";

import { useWords } from "../words.id";

/** Shows whether two values are equal; nothing if one of them is unknown. */
export function Sign({ equal }: { equal: boolean | undefined }) {
  const w = useWords();
  if (equal === undefined) return <span className="inline-block w-4 text-center text-muted"><span className="sr-only">{w.not_comparable}</span></span>;
  const Icon = equal ? Equal : EqualNot;
  return (
    <span className={equal ? "text-ok" : "text-wait"}>
      <Icon size={16} aria-hidden />
      <span className="sr-only">{equal ? w.equal : w.unequal}</span>
    </span>
  );
}
