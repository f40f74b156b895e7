import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";

import { verificationQuery } from "@/api/verification";
import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { isPicked, nothing, pick, type Picked } from "@/lib/selection";
import { Button } from "@/ui/button";
import { Empty } from "@/ui/empty";
import { LoadMore } from "@/ui/load-more";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";

import { countQuery, PAGE, proposalsQuery, risksQuery } from "../queries";
import { byListing, type Risks, type Row, rowsOf, TAKES_ALL } from "../rows";
import { filterOf, type TitleSearch } from "../search";
import { useDecide } from "../use-decide";
import { useWords } from "../words.id";
import { BulkTitles } from "./bulk-titles";
import { Filters } from "./filters";
import { TitleLine } from "./title-line";
import type { Change } from "./titles-page";

/** After so many pages without a row to show, the search through the catalogue asks before it continues. */
const PATIENCE = 8;

type Props = { search: TitleSearch; onSearch: Change; onTask: (task: string, done: number) => void };

/** The proposed title of each channel, product by product. */
export function Proposals({ search, onSearch, onTask }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const { show = "open" } = search;
  const filter = filterOf(search);
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(proposalsQuery(filter));
  const { data: total } = useQuery(countQuery(filter));
  const { risks, count: near } = useRisks();
  const { data: check } = useQuery(verificationQuery);
  const rows = useMemo(() => rowsOf(data?.pages.flatMap((page) => page.items) ?? [], show, risks), [data, show, risks]);
  const { picked, onPick } = usePicked(JSON.stringify([filter, show]), rows, TAKES_ALL.has(show));
  const decide = useDecide();
  const { may } = useMe();

  const pages = data?.pages.length ?? 0;
  const [asked, setAsked] = useState(0);
  const empty = pages - 1 - (data?.pages.findLastIndex((page) => rowsOf(page.items, show, risks).length > 0) ?? 0);
  const tired = hasNextPage && empty >= PATIENCE + asked;
  const seen = total === undefined ? undefined : hasNextPage ? Math.min(pages * PAGE, total) : total;
  const busy = decide.take.isPending ? new Set(decide.take.variables.map(({ title }) => title.listing)) : null;
  return (
    <>
      <Filters search={search} onSearch={onSearch} />
      <p role="status" className="px-4 pb-2 text-meta text-muted">
        {data && seen !== undefined && total !== undefined ? `${w.found(number(rows.length))} · ${w.seen(number(seen), number(total))}` : w.looking}
      </p>
      {show === "risk" && check && check.title_risks > near ? <p className="px-4 pb-2 text-meta text-muted">{w.risks_shown(number(near), number(check.title_risks))}</p> : null}
      {error && !data ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <SkeletonRows rows={5} height="h-40" /> : null}
      <ul aria-label={w.list} className="border-b empty:hidden">
        {rows.map((row) => (
          <ProductRow key={row.product} row={row} picked={isPicked(picked, row.product)} onPick={(on) => onPick(pick(picked, [row.product], on))}>
            {row.titles.map((title) => (
              <TitleLine
                key={title.listing}
                title={title}
                master={row.master}
                risks={risks.get(title.listing)}
                busy={busy?.has(title.listing) ?? false}
                onAccept={may("member") ? () => decide.take.mutate([{ product: row.product, title }]) : undefined}
                onOpen={() => onSearch({ title: title.listing })}
              />
            ))}
          </ProductRow>
        ))}
      </ul>
      {error && data ? <Problem error={error} onRetry={() => void fetchNextPage()} /> : null}
      {tired ? (
        <div className="flex justify-center p-4">
          <Button onClick={() => { setAsked(empty); void fetchNextPage(); }}>{w.go_on}</Button>
        </div>
      ) : hasNextPage && !error ? (
        <LoadMore busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />
      ) : null}
      {data && !hasNextPage && rows.length === 0 ? (
        <Empty title={search.q || search.channel ? w.none_match : w.none[show]} action={show === "all" && !search.q && !search.channel ? null : <Button onClick={() => onSearch({ show: "all", q: undefined, channel: undefined })}>{w.show_all}</Button>}>
          {w.none_help[show]}
        </Empty>
      ) : null}
      <BulkTitles picked={picked} onPick={onPick} rows={rows} filter={filter} total={TAKES_ALL.has(show) ? Math.max(total ?? 0, rows.length) : rows.length} decide={decide} onTask={onTask} />
    </>
  );
}

type RowProps = { row: Row; picked: boolean; onPick: (on: boolean) => void; children: React.ReactNode };

function ProductRow({ row, picked, onPick, children }: RowProps) {
  const w = useWords();
  return (
    <li className="border-t py-2 [contain-intrinsic-size:auto_180px] [content-visibility:auto]">
      <div className="flex items-center pr-4">
        <label className="flex min-h-11 min-w-11 shrink-0 items-center justify-center md:min-h-8 md:w-14">
          <input type="checkbox" className="size-5 accent-accent md:size-4" aria-label={w.pick(row.master)} checked={picked} onChange={(event) => onPick(event.target.checked)} />
        </label>
        <h2 className="min-w-0 flex-1 font-medium">
          <PageLink to={`/products/${row.product}`} className="line-clamp-2 hover:underline">
            {row.master}
          </PageLink>
        </h2>
      </div>
      {children}
    </li>
  );
}

/** All titles that the last check found too similar. The pages load in the background. */
function useRisks(): { risks: Risks; count: number } {
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = useInfiniteQuery(risksQuery);
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  return useMemo(() => {
    const all = data?.pages.flatMap((page) => page.items) ?? [];
    return { risks: byListing(all), count: all.length };
  }, [data]);
}

/** The ticked rows; another filter clears them. Where the API cannot filter like the view, "all" means all loaded rows. */
function usePicked(now: string, rows: readonly Row[], all: boolean) {
  const [held, setHeld] = useState<{ picked: Picked; of: string }>({ picked: nothing, of: now });
  const picked = held.of === now ? held.picked : nothing;
  const loaded = (): Picked => ({ all: false, ids: new Set(rows.map((row) => row.product)) });
  return { picked, onPick: (next: Picked) => setHeld({ picked: next.all && !all ? loaded() : next, of: now }) };
}
