import { CircleCheck, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { said, useLanguage } from "@/lib/words";

import { Progress } from "../progress";
import { useReason } from "./reason";
import { useWords } from "./words.id";

/** One line of a check of the catalogue: how much is right, has its reason, or is wrong; below it what is to be seen or done. */
export function CheckSummary({ line, children }: { line: Schema<"VerificationCheck">; children?: ReactNode }) {
  const w = useWords();
  const { number } = useFormat();
  const reason = useReason();
  useLanguage();
  const text = said(line.text, line.text_en);
  const reasons = Object.entries(line.reasons).sort(([, a], [, b]) => b - a);
  return (
    <section aria-label={text} className="flex flex-col gap-2 px-4 py-4">
      <h2 className="flex items-start gap-2 font-medium">
        {line.failed > 0 ? <TriangleAlert size={20} aria-hidden className="shrink-0 text-fail" /> : <CircleCheck size={20} aria-hidden className="shrink-0 text-ok" />}
        {text}
      </h2>
      <Progress
        label={text}
        total={line.passed + line.explained + line.failed}
        shares={[
          { label: w.passed, value: line.passed, tone: "ok" },
          { label: w.explained, value: line.explained, tone: "wait" },
          { label: w.failed, value: line.failed, tone: "fail" },
        ]}
      />
      {reasons.length > 0 ? (
        <>
          <h3 className="text-meta text-muted">{w.reasons}</h3>
          <ul className="grid gap-x-6 gap-y-1 md:grid-cols-2">
            {reasons.map(([code, count]) => (
              <li key={code} className="flex gap-2">
                <span className="min-w-12 text-right tabular-nums">{number(count)}</span>
                <span className="text-muted">{reason(code)}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {children}
    </section>
  );
}
