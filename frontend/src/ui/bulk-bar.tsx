import { X } from "lucide-react";
import type { ReactNode } from "react";

import { useFormat } from "@/lib/format";
import { countPicked, everything, nothing, type Picked } from "@/lib/selection";

import { Button, IconButton } from "./button";
import { useWords } from "./words.id";

type Props = { picked: Picked; onPick: (picked: Picked) => void; total: number; children: ReactNode };

/** The actions for all selected items; the bar stays while paging and filtering. */
export function BulkBar({ picked, onPick, total, children }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const count = countPicked(picked, total);
  if (count === 0) return null;
  return (
    <div role="region" aria-label={w.selected(number(count))} className="sticky bottom-(--tabs) z-20 border-t bg-surface">
      <div className="flex flex-wrap items-center gap-2 px-2 py-2">
        <IconButton label={w.clear_selection} onClick={() => onPick(nothing)}>
          <X size={20} aria-hidden />
        </IconButton>
        <span role="status" className="font-medium tabular-nums">
          {w.selected(number(count))}
        </span>
        {count < total ? (
          <Button look="quiet" onClick={() => onPick(everything)}>
            {w.select_every(number(total))}
          </Button>
        ) : null}
        <div className="ml-auto flex gap-2 overflow-x-auto max-md:basis-full max-md:*:flex-auto">{children}</div>
      </div>
    </div>
  );
}
