import { useInfiniteQuery } from "@tanstack/react-query";
import { CircleCheck, TriangleAlert } from "lucide-react";

import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { useLanguage } from "@/lib/words";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { LoadMore } from "@/ui/load-more";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { Progress } from "@/ui/progress";
import { SkeletonRows } from "@/ui/skeleton";

import { type Check, rowsQuery } from "../queries";
import { useWords } from "../words.id";

type Props = { id: string; line: Schema<"VerificationCheck">; open: boolean; onOpen: (open: boolean) => void };

/** One line of the checklist; opened, it lists what failed. */
export function CheckLine({ id, line, open, onOpen }: Props) {
  const w = useWords();
  const language = useLanguage();
  const { number } = useFormat();
  const reason = useReason();
  const text = language === "en" ? line.text_en : line.text;
  const reasons = Object.entries(line.reasons).map(([code, count]) => `${number(count)} ${reason(code)}`);
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
        <p className="text-meta text-muted">
          {w.reasons}: {reasons.join(", ")}
        </p>
      ) : null}
      {line.failed > 0 ? (
        <div>
          <Button aria-expanded={open} onClick={() => onOpen(!open)}>
            {w.show}
          </Button>
        </div>
      ) : null}
      {open && line.failed > 0 ? <Rows id={id} check={line.check} /> : null}
    </section>
  );
}

function Rows({ id, check }: { id: string; check: Check }) {
  const w = useWords();
  const reason = useReason();
  const channelName = useChannelName();
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(rowsQuery(id, check));
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (isPending) return <SkeletonRows rows={3} height="h-16" />;
  const rows = data.pages.flatMap(({ items }) => items);
  if (rows.length === 0 && !hasNextPage) return <p className="text-muted">{w.no_rows}</p>;
  return (
    <>
      <ul className="border-t" aria-label={w.rows}>
        {rows.map((row, at) => {
          const [channel, , number] = (row.listing ?? row.channel ?? "").split(":");
          return (
            <li key={`${row.listing} ${row.offer} ${at}`} className="flex flex-col gap-1 border-b py-3">
              <p className="flex flex-wrap items-baseline gap-x-3">
                <span className="font-medium">{reason(row.reason)}</span>
                <span className="text-meta text-muted">
                  {channel ? channelName(channel) : null}
                  {number ? <span className="font-mono"> {w.listing(number)}</span> : null}
                </span>
              </p>
              <p className="font-mono text-meta break-words">{row.details}</p>
              {row.product_id ? (
                <PageLink to={`/products/${row.product_id}`} className="inline-flex min-h-11 items-center self-start text-accent underline md:min-h-6">
                  {w.to_product}
                </PageLink>
              ) : check === "mapping" ? (
                <PageLink to="/field-report" className="inline-flex min-h-11 items-center self-start text-accent underline md:min-h-6">
                  {w.to_mapping}
                </PageLink>
              ) : null}
            </li>
          );
        })}
      </ul>
      {hasNextPage ? <LoadMore busy={isFetchingNextPage} onMore={() => void fetchNextPage()} /> : null}
    </>
  );
}

function useReason(): (code: string) => string {
  const w = useWords();
  return (code) => (w.reason as Record<string, string>)[code] ?? code;
}
