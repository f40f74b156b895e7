import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { said, useLanguage } from "@/lib/words";
import { Progress } from "@/ui/progress";

import { useWords } from "../words.id";

const TONES = { changed: "ok", unchanged: "plain", refused: "fail", conflict: "wait", not_found: "plain" } as const;
type Outcome = keyof typeof TONES;

type Props = { started: Schema<"BulkEditStarted">; task: Schema<"BulkTask">; lead: string };

/** The result of a bulk edit: the number of products by outcome, and each change from → to. */
export function BulkResult({ started, task, lead }: Props) {
  const w = useWords();
  const { number } = useFormat();
  useLanguage();
  const outcome = (word: string) => (w.bulk_outcome as Record<string, string>)[word] ?? word;
  const shares = (Object.keys(TONES) as Outcome[]).map((name) => ({ label: outcome(name), value: task.counts[name] ?? 0, tone: TONES[name] }));
  // Refused rows come first, because they need a decision.
  const rows = [...started.items].sort((a, b) => Number(b.outcome === "refused") - Number(a.outcome === "refused"));
  return (
    <div className="flex flex-col gap-4">
      <p role="status" className="font-medium">
        {task.stalled ? w.bulk_stalled : task.finished_at ? lead : w.bulk_working(number(task.looked_at), number(started.selected))}
      </p>
      <Progress label={lead} total={started.selected} shares={shares} />
      <ul className="-mx-4 border-t">
        {rows.map((row) => (
          <li key={row.product_id} className="border-b px-4 py-2">
            <p className="line-clamp-1 font-medium">{row.title ?? row.product_id}</p>
            {row.refused ? <p className="text-fail">{said(row.refused.text, row.refused.text_en)}</p> : null}
            {row.outcome === "unchanged" ? <p className="text-muted">{outcome("unchanged")}</p> : null}
            {row.changes.map((move) => (
              <Move key={`${move.field} ${move.variant_id}`} move={move} />
            ))}
          </li>
        ))}
      </ul>
      {started.selected > rows.length ? <p className="text-muted">{w.bulk_more(number(started.selected - rows.length))}</p> : null}
    </div>
  );
}

function Move({ move: { field, variant_id, from, to } }: { move: Schema<"BulkMove"> }) {
  const w = useWords();
  const { rupiah } = useFormat();
  const name = (w.bulk_fields as Record<string, string>)[field] ?? field;
  const say = (value: unknown) => (value === null || value === undefined || value === "" ? w.empty_value : typeof value === "number" && (field === "base_price" || field === "cost") ? rupiah(value) : String(value));
  return (
    <p className="text-meta tabular-nums">
      <span className="text-muted">
        {name}
        {variant_id ? ` · ${w.bulk_variant} ${variant_id.slice(-4)}` : null}
      </span>{" "}
      {say(from)} <span aria-hidden>→</span> <span className="font-medium">{say(to)}</span>
    </p>
  );
}
