import { useInfiniteQuery } from "@tanstack/react-query";

import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { useLanguage } from "@/lib/words";
import { LoadMore } from "@/ui/load-more";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";
import { Status } from "@/ui/status";

import { entriesQuery, errorsQuery, type Sheet } from "../queries";
import { useWords } from "../words.id";

/** The change to each product, in the order of the sheet's rows. */
export function Entries({ sheet }: { sheet: Sheet }) {
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(entriesQuery(sheet.id, sheet.phase));
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (isPending) return <SkeletonRows height="h-20" />;
  return (
    <>
      <ul>
        {data.pages.flatMap(({ items }) =>
          items.map((entry) => (
            <li key={`${entry.product} ${entry.rows[0]}`} className="border-b px-4 py-3">
              <Entry entry={entry} />
            </li>
          )),
        )}
      </ul>
      {hasNextPage ? <LoadMore busy={isFetchingNextPage} onMore={() => void fetchNextPage()} /> : null}
    </>
  );
}

function Entry({ entry }: { entry: Schema<"SheetEntry"> }) {
  const w = useWords();
  const language = useLanguage();
  const { number } = useFormat();
  const { outcome } = entry;
  const tone = outcome?.result === "applied" ? "ok" : outcome?.result === "conflict" ? "wait" : "fail";
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-3">
        {entry.action === "update" ? (
          <PageLink to={`/products/${entry.product}`} className="font-medium underline decoration-line underline-offset-4 hover:decoration-ink">
            {entry.title}
          </PageLink>
        ) : (
          <span className="font-medium">{entry.title}</span>
        )}
        <span className="text-meta text-muted">
          {w.action[entry.action]} · {w.row(entry.rows.map(number).join(", "))}
        </span>
        {outcome ? <Status tone={tone}>{w.result[outcome.result]}</Status> : null}
      </p>
      {outcome && outcome.result !== "applied" ? <p>{language === "en" ? outcome.detail_en : outcome.detail}</p> : null}
      <dl className="mt-1 grid gap-x-4 gap-y-1 md:grid-cols-[minmax(140px,auto)_1fr]">
        {entry.changes.map((change) => (
          <div key={`${change.variant ?? ""} ${change.field}`} className="contents">
            <dt className="text-meta text-muted">
              {(w.column as Record<string, string>)[change.field] ?? change.field}
              {change.variant ? (
                <span className="font-mono" title={change.variant}>
                  {" · "}
                  {change.variant.replace(/^(var_)\w+(\w{4})$/, "$1…$2")}
                </span>
              ) : null}
            </dt>
            <dd className="max-md:mb-1">
              {entry.action === "update" || change.from ? (
                <>
                  <Value field={change.field} text={change.from} old />
                  {" → "}
                </>
              ) : null}
              <Value field={change.field} text={change.to} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** A long text is shortened only by CSS (`line-clamp`); the DOM holds all of it. */
function Value({ field, text, old = false }: { field: string; text: string; old?: boolean }) {
  const w = useWords();
  const { rupiah } = useFormat();
  if (text === "") return <span className="text-muted italic">{w.empty_value}</span>;
  if ((field === "base_price" || field === "cost") && /^\d+$/.test(text)) return <span className={old ? "text-muted" : "font-medium"}>{rupiah(Number(text))}</span>;
  return <span className={old ? "text-muted" : "font-medium"}>{text.length > 240 ? <span className="line-clamp-4 whitespace-pre-line">{text}</span> : text}</span>;
}

/** The errors, cell by cell. */
export function Errors({ sheet }: { sheet: Sheet }) {
  const w = useWords();
  const language = useLanguage();
  const { number } = useFormat();
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(errorsQuery(sheet.id));
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (isPending) return <SkeletonRows height="h-16" />;
  return (
    <>
      {sheet.errors > sheet.errors_listed ? <p className="px-4 pt-3 text-muted">{w.errors_listed(number(sheet.errors_listed), number(sheet.errors))}</p> : null}
      <ul>
        {data.pages.flatMap(({ items }, page) =>
          items.map((one, at) => (
            <li key={`${page} ${at}`} className="flex flex-col gap-1 border-b px-4 py-3">
              <p className="flex flex-wrap items-baseline gap-x-3">
                <span className="font-mono text-meta font-medium">{w.cell(one.sheet, one.column, number(one.row))}</span>
                <span className="text-meta text-muted">{one.heading}</span>
                {one.value ? <span className="font-mono text-meta text-fail">{one.value}</span> : null}
              </p>
              <p>{language === "en" ? one.detail_en : one.detail}</p>
              <code className="font-mono text-meta text-muted">{one.code}</code>
            </li>
          )),
        )}
      </ul>
      {hasNextPage ? <LoadMore busy={isFetchingNextPage} onMore={() => void fetchNextPage()} /> : null}
    </>
  );
}
