import { Button } from "./button";
import { useWords } from "./words.id";

/** Says that a form begins with what was typed before, and lets the person begin with an empty one. */
export function Restored({ onStartOver }: { onStartOver: () => void }) {
  const w = useWords();
  return (
    <p className="flex flex-wrap items-center gap-x-3 text-meta text-muted">
      {w.restored}
      <Button look="quiet" onClick={onStartOver}>
        {w.start_over}
      </Button>
    </p>
  );
}
