import { clsx } from "clsx";
import { ArrowRight, Ban } from "lucide-react";
import type { ReactNode } from "react";

import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { known } from "@/lib/known";
import { said, useLanguage } from "@/lib/words";

import { useFieldName } from "../field-name";
import { StateGlyph } from "../glyph";
import { TextDiff } from "./text-diff";
import { Pictures, Value } from "./value";
import { useWords } from "./words.id";

type Change = Schema<"Change">;

/** One field of a listing: what it says, what it will say, and what that earns; or why it will not be pushed, unless `reason` is false. */
export function ChangeLine({ change, action, reason = true }: { change: Change; action?: ReactNode; reason?: boolean }) {
  const fieldName = useFieldName();
  useLanguage();
  const mark = useMark(change);
  return (
    <div className="grid grid-cols-[20px_1fr] gap-x-2 px-4 py-2 md:grid-cols-[20px_180px_1fr] md:gap-x-3">
      <span className={clsx("flex h-(--body-line) items-center font-mono font-medium", mark.tone)} title={mark.said}>
        <span aria-hidden>{mark.sign}</span>
        <span className="sr-only">{mark.said}</span>
      </span>
      <p className="min-w-0">
        <span className="font-medium">{fieldName(change.field)}</span>
        {change.variant?.label ? <span className="text-muted"> {change.variant.label}</span> : null}
      </p>
      <div className="col-start-2 flex min-w-0 flex-col gap-1 md:col-start-3">
        <div className={clsx(change.blocked && "text-muted")}>
          <Values change={change} />
        </div>
        {change.blocked && reason ? <p className="text-fail">{said(change.blocked.text, change.blocked.text_en)}</p> : null}
        {action}
      </div>
    </div>
  );
}

function useMark({ from, to, decision, blocked }: Change): { sign: ReactNode; said: string; tone: string } {
  const w = useWords();
  if (decision === "conflict") return { sign: <StateGlyph state="conflict" />, said: w.asked, tone: "text-fail" };
  if (blocked) return { sign: <Ban size={16} />, said: w.held, tone: "text-fail" };
  if (decision === "adopt") return { sign: <StateGlyph state="drift" />, said: w.taken, tone: "text-drift" };
  if (from.kind === "nothing") return { sign: "+", said: w.new, tone: "text-ink" };
  if (to.kind === "nothing") return { sign: "−", said: w.gone, tone: "text-ink" };
  return { sign: "~", said: w.changed, tone: "text-ink" };
}

function Values({ change: { from, to, money } }: { change: Change }) {
  const { move, rupiah } = useFormat();
  const w = useWords();
  if (from.kind === "text" && to.kind === "text") return <TextDiff from={from.value} to={to.value} />;
  if (from.kind === "images" && to.kind === "images") return <PictureChange from={from.value} to={to.value} />;
  const keeps = money?.keeps;
  return (
    <p className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
      <span className="inline-flex flex-wrap items-baseline gap-x-2">
        {from.kind === "nothing" ? null : (
          <>
            <Value value={from} className={to.kind === "nothing" ? "line-through" : "text-muted"} />
            {to.kind === "nothing" ? null : <Becomes />}
          </>
        )}
        {to.kind === "nothing" ? null : <Value value={to} className="font-medium" />}
      </span>
      {from.kind === "money" && to.kind === "money" && from.value > 0 ? <span className="whitespace-nowrap tabular-nums">{move(from.value, to.value)}</span> : null}
      {keeps && known(keeps.to) ? (
        <span className="whitespace-nowrap text-muted tabular-nums" title={known(keeps.from) ? w.you_keep_from(rupiah(keeps.from)) : undefined}>
          {w.you_keep(rupiah(keeps.to))}
        </span>
      ) : null}
    </p>
  );
}

function PictureChange({ from, to }: { from: readonly Schema<"ImageValue">[]; to: readonly Schema<"ImageValue">[] }) {
  const known = new Set(from.map((image) => image.reference));
  return (
    <p className="flex flex-wrap items-center gap-2">
      <Pictures images={from} className="text-muted [&_img]:opacity-60" />
      <Becomes />
      <Pictures images={to} known={known} />
    </p>
  );
}

/** An arrow between two values. */
export function Becomes() {
  const w = useWords();
  return (
    <>
      <ArrowRight size={14} aria-hidden className="shrink-0 self-center text-muted" />
      <span className="sr-only">{w.becomes}</span>
    </>
  );
}
