import { useInfiniteQuery } from "@tanstack/react-query";
import { CircleCheck, TriangleAlert } from "lucide-react";

import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { said, useLanguage } from "@/lib/words";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { LoadMore } from "@/ui/load-more";
import { Section } from "@/ui/page";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { Progress } from "@/ui/progress";
import { SkeletonRows } from "@/ui/skeleton";

import { offencesQuery } from "../queries";
import { useWords } from "../words.id";
import { useCheck } from "./check-state";

const ABOUT: readonly Schema<"Check">[] = ["titles", "titles_differ"];

/** What the check of the catalogue says of titles: what is right, what has its reason, what is wrong. */
export function Check({ onOpen }: { onOpen: (listing: string) => void }) {
  const w = useWords();
  const { number } = useFormat();
  const { head, check } = useCheck();
  if (!check) return head;
  const origins = Object.entries(check.titles).map(([origin, count]) => `${number(count)} ${(w.origins as Record<string, string>)[origin] ?? origin}`);
  return (
    <>
      {head}
      {check.checks
        .filter((line) => ABOUT.includes(line.check))
        .map((line) => (
          <Line key={line.check} id={check.id} line={line} onOpen={onOpen} />
        ))}
      <Section title={w.origins_title}>
        <div className="flex flex-col items-start gap-2 px-4 pb-6">
          <p>{origins.join(" · ")}</p>
          {check.titles_outdated > 0 ? (
            <PageLink to="/titles?show=outdated" className="inline-flex min-h-11 items-center text-accent underline md:min-h-6">
              {w.outdated_count(number(check.titles_outdated))}
            </PageLink>
          ) : null}
          {check.title_risks > 0 ? (
            <PageLink to="/titles?tab=risks" className="inline-flex min-h-11 items-center text-accent underline md:min-h-6">
              {w.risks_count(number(check.title_risks))}
            </PageLink>
          ) : null}
          <PageLink to="/verification" button="plain">
            {w.to_check}
          </PageLink>
        </div>
      </Section>
    </>
  );
}

function Line({ id, line, onOpen }: { id: string; line: Schema<"VerificationCheck">; onOpen: (listing: string) => void }) {
  const w = useWords();
  const { number } = useFormat();
  const reason = useReason();
  useLanguage();
  const text = said(line.text, line.text_en);
  const reasons = Object.entries(line.reasons).sort(([, a], [, b]) => b - a);
  return (
    <section aria-label={text} className="flex flex-col gap-2 border-t px-4 py-4">
      <h2 className="flex items-start gap-2 font-medium">
        {line.failed > 0 ? <TriangleAlert size={20} aria-hidden className="shrink-0 text-fail" /> : <CircleCheck size={20} aria-hidden className="shrink-0 text-ok" />}
        {text}
      </h2>
      <Progress
        label={text}
        total={line.passed + line.explained + line.failed}
        shares={[
          { label: w.check_share.passed, value: line.passed, tone: "ok" },
          { label: w.check_share.explained, value: line.explained, tone: "wait" },
          { label: w.check_share.failed, value: line.failed, tone: "fail" },
        ]}
      />
      {reasons.length > 0 ? (
        <>
          <h3 className="text-meta text-muted">{w.check_reasons}</h3>
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
      {line.failed > 0 ? <Offences id={id} check={line.check} onOpen={onOpen} /> : null}
    </section>
  );
}

function Offences({ id, check, onOpen }: { id: string; check: Schema<"Check">; onOpen: (listing: string) => void }) {
  const w = useWords();
  const channelName = useChannelName();
  const reason = useReason();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(offencesQuery(id, check));
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={3} height="h-16" />;
  return (
    <>
      <h3 className="text-meta text-muted">{w.check_failed}</h3>
      <ul className="-mx-4 border-t" aria-label={w.check_failed}>
        {data.pages
          .flatMap((page) => page.items)
          .map((row) => {
            const [channel = "", , number = ""] = (row.listing ?? row.channel ?? "").split(":");
            return (
              <li key={`${row.listing} ${row.reason} ${row.details}`} className="flex flex-wrap items-start gap-x-4 gap-y-1 border-b px-4 py-2">
                <div className="min-w-0 flex-1 basis-60">
                  <p className="font-medium">{reason(row.reason)}</p>
                  <p className="text-meta text-muted">
                    {channelName(channel)} <span className="font-mono">{w.listing(number)}</span>
                  </p>
                  <p className="text-meta break-words">{row.details}</p>
                </div>
                {row.listing ? <Button onClick={() => onOpen(row.listing ?? "")}>{w.edit}</Button> : null}
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
