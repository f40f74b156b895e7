import { Problem } from "@/ui/problem";

import { useWords } from "../words.id";

/** Why a decision was refused. */
export function Refusal({ error, refused }: { error: unknown; refused: string | null }) {
  const w = useWords();
  if (error) return <Problem error={error} />;
  if (refused === null) return null;
  return (
    <div role="alert" className="m-4 border-l-2 border-fail bg-surface p-4">
      <p className="font-medium">{w.refused}</p>
      <p className="text-muted">{refused}</p>
    </div>
  );
}
