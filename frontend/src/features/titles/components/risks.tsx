import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";

import { useFormat } from "@/lib/format";
import { Button } from "@/ui/button";
import { TextDiff } from "@/ui/changes/text-diff";
import { useChannelName } from "@/ui/channel";
import { Empty } from "@/ui/empty";
import { Field, Select } from "@/ui/field";
import { channelLetter } from "@/ui/glyph";
import { LoadMore } from "@/ui/load-more";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";

import { type Risk, risksQuery } from "../queries";
import type { TitleSearch } from "../search";
import { useWords } from "../words.id";
import { useCheck } from "./check-state";
import type { Change } from "./titles-page";

const KINDS = ["own_shop", "other_shop"] as const;

/** Titles that are too similar to another, the worst first. */
export function Risks({ search, onSearch }: { search: TitleSearch; onSearch: Change }) {
  const w = useWords();
  const { number } = useFormat();
  const { head, check } = useCheck();
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({ ...risksQuery, enabled: check !== undefined });
  const all = data?.pages.flatMap((page) => page.items) ?? [];
  const shown = search.kind ? all.filter(({ kind }) => kind === search.kind) : all;
  // A new check has found other risks.
  const id = check?.id;
  useEffect(() => {
    if (id) void refetch();
  }, [id, refetch]);
  return (
    <>
      {head}
      {check ? (
        <>
          <div className="flex flex-wrap items-end gap-x-4 gap-y-2 px-4 pb-2">
            <p className="max-w-prose text-muted">{w.risks_lead}</p>
            <Field label={w.kind} quiet className="max-md:basis-full md:ml-auto">
              <Select
                value={search.kind ?? ""}
                onChange={(event) => onSearch({ kind: (event.target.value || undefined) as TitleSearch["kind"] }, true)}
                options={[{ value: "", label: w.every_kind }, ...KINDS.map((value) => ({ value, label: w.kinds[value] }))]}
              />
            </Field>
          </div>
          {check.title_risks > all.length && !hasNextPage && all.length > 0 ? <p className="px-4 pb-2 text-meta text-muted">{w.risks_shown(number(all.length), number(check.title_risks))}</p> : null}
          {error && !data ? <Problem error={error} onRetry={() => void refetch()} /> : null}
          {!data && !error ? <SkeletonRows rows={5} height="h-28" /> : null}
          <ol className="border-b empty:hidden">
            {shown.map((risk) => (
              <RiskRow key={`${risk.listing} ${risk.other_listing}`} risk={risk} onEdit={(title) => onSearch({ title })} />
            ))}
          </ol>
          {hasNextPage ? <LoadMore busy={isFetchingNextPage} onMore={() => void fetchNextPage()} /> : null}
          {data && !hasNextPage && shown.length === 0 ? <Empty title={w.no_risks}>{w.no_risks_help}</Empty> : null}
        </>
      ) : null}
    </>
  );
}

function RiskRow({ risk, onEdit }: { risk: Risk; onEdit: (listing: string) => void }) {
  const w = useWords();
  const { number, percent } = useFormat();
  const kind = risk.kind === "own_shop" ? (risk.same_product ? "own_same" : "own_other") : risk.same_product ? "other_same" : "other_other";
  return (
    <li className="flex flex-col gap-1 border-t px-4 py-3 [contain-intrinsic-size:auto_140px] [content-visibility:auto]">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-medium text-wait tabular-nums">{percent(Math.round(risk.similarity * 100))}</span>
        <span>{w.risk_line[kind]}</span>
        {risk.equal > 0 ? <span className="text-meta text-muted">{w.risk_equal(number(risk.equal))}</span> : null}
      </p>
      <Side listing={risk.listing} title={risk.title} onEdit={onEdit}>
        {risk.title}
      </Side>
      <Side listing={risk.other_listing} title={risk.other_title} onEdit={onEdit}>
        <TextDiff unfolded from={risk.title} to={risk.other_title} />
      </Side>
    </li>
  );
}

function Side({ listing, title, onEdit, children }: { listing: string; title: string; onEdit: (listing: string) => void; children: React.ReactNode }) {
  const w = useWords();
  const channelName = useChannelName();
  const channel = listing.split(":")[0] ?? "";
  return (
    <div className="flex items-start gap-2">
      <span role="img" aria-label={channelName(channel)} title={channelName(channel)} className="mt-1 inline-flex size-5 md:mt-2 shrink-0 items-center justify-center rounded-sm border text-meta font-medium">
        {channelLetter(channel)}
      </span>
      <div className="min-w-0 flex-1 self-center">{children}</div>
      <Button look="quiet" className="max-md:border max-md:border-edge" aria-label={w.risk_edit(channelName(channel), title)} onClick={() => onEdit(listing)}>
        {w.edit}
      </Button>
    </div>
  );
}
