import { TriangleAlert } from "lucide-react";

import { ApiError } from "@/api/problem";
import { useLanguage } from "@/lib/words";

import { buttonClass } from "./button-class";
import { Guide } from "./guide";
import { useWords } from "./words.id";

/** What went wrong, why, what now; the code and the request's id for a report. */
export function Problem({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const w = useWords();
  useLanguage();
  const known = error instanceof ApiError ? error : undefined;
  return (
    <div role="alert" className="m-4 flex gap-3 border-l-2 border-fail bg-surface p-4">
      <TriangleAlert size={20} aria-hidden className="shrink-0 text-fail" />
      <div className="flex flex-col items-start gap-2">
        <p className="font-medium">{known?.said ?? w.unexpected}</p>
        {known && known.errors.length > 0 ? (
          <ul className="list-disc pl-5">
            {known.errors.map((one) => (
              <li key={`${one.field} ${one.code}`}>
                <code className="font-mono text-meta">{one.field}</code> <FieldText detail={one.detail} detail_en={one.detail_en} />
              </li>
            ))}
          </ul>
        ) : null}
        {known ? null : <p className="text-muted">{w.unexpected_help}</p>}
        {onRetry ? (
          <button type="button" className={buttonClass()} onClick={onRetry}>
            {w.retry}
          </button>
        ) : null}
        {known ? (
          <p className="text-meta text-muted">
            {w.code} <code className="font-mono">{known.code}</code>
            {known.requestId ? (
              <>
                {" · "}
                {w.request_id} <code className="font-mono select-all">{known.requestId}</code>
              </>
            ) : null}
            {" · "}
            <Guide code={known.code} />
          </p>
        ) : null}
      </div>
    </div>
  );
}

/** In place of a whole page. */
export function PageProblem(props: { error: unknown; onRetry?: (() => void) | undefined }) {
  const w = useWords();
  return (
    <>
      <h1 className="sr-only">{w.page_problem}</h1>
      <Problem {...props} />
    </>
  );
}

function FieldText({ detail, detail_en }: { detail: string; detail_en: string }) {
  return useLanguage() === "en" ? detail_en : detail;
}
