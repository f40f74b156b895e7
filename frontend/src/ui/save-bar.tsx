import { useFormat } from "@/lib/format";

import { Button } from "./button";
import { Foot } from "./page";
import { useWords } from "./words.id";

type Props = { changes: number; saving: boolean; onSave: () => void; onDiscard: () => void };

/** The save bar of a page, shown while there are unsaved changes. */
export function SaveBar({ changes, saving, onSave, onDiscard }: Props) {
  const w = useWords();
  const { number } = useFormat();
  if (changes === 0) return null;
  return (
    <Foot
      actions={
        <>
          <Button onClick={onDiscard} disabled={saving}>
            {w.discard}
          </Button>
          <Button look="primary" busy={saving} onClick={onSave}>
            {saving ? w.saving : w.save}
          </Button>
        </>
      }
    >
      <span role="status">{w.unsaved(number(changes))}</span>
    </Foot>
  );
}
