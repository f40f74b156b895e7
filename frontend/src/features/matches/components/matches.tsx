import { useInfiniteQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";

import { useFormat } from "@/lib/format";
import { later } from "@/lib/later";
import { PageHeader } from "@/ui/page";
import { RoleNote } from "@/ui/role-note";
import { TabPanel, Tabs } from "@/ui/tabs";

import { countsNow, useSaid } from "../decisions";
import { queueQuery, type Queue } from "../queries";
import { DECISIONS, filterOf, isNarrowed, type MatchSearch, type Tier, TIERS } from "../search";
import { useWords } from "../words.id";
import { Decided } from "./decided";
import { Filters } from "./filters";
import { ManySheet } from "./many-sheet";
import { ReviewPair } from "./review";

const skuCode = later(() => import("./sku-rules-sheet"));
const SkuRulesSheet = lazy(() => skuCode.load().then((file) => ({ default: file.SkuRulesSheet })));

type Props = { search: MatchSearch; onSearch: (search: MatchSearch, replace?: boolean) => void };

/** Matches: the suggested pairs, one at a time, and the decided ones. */
export function Matches({ search, onSearch }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const { data } = useInfiniteQuery(queueQuery(filterOf(search)));
  const said = useSaid();
  const read = data?.pages[0]?.counts;
  const counts = read && !search.decision ? countsNow(read, data.pages.flatMap(({ items }) => items), said) : read;
  const { decision, tier } = search;
  const view = decision ? "decided" : (tier ?? "all");
  const { channel, listing, q } = search;
  const kept = { ...(channel ? { channel } : {}), ...(listing ? { listing } : {}), ...(q ? { q } : {}) };
  const show = (next: View) => onSearch({ ...kept, ...(next === "decided" ? { decision: firstOf(counts) } : next === "all" ? {} : { tier: next }) });
  return (
    <>
      <PageHeader title={w.title} meta={counts ? w.waiting(number(counts.waiting)) : w.lead} />
      <div className="px-4 pb-2 empty:hidden">
        <RoleNote needs="member" />
      </div>
      <Tabs label={w.views} value={view} onChange={show} tabs={viewsOf(counts, tier).map((one) => ({ value: one, label: w.tier[one], count: countOf(one, counts, number) }))}>
        <TabPanel value={view}>
          <Filters search={search} onSearch={onSearch} />
          {decision ? <Decided search={search} counts={counts} onSearch={onSearch} /> : <ReviewPair search={search} onSearch={onSearch} />}
        </TabPanel>
      </Tabs>
      <Suspense>{search.sheet === "sku" ? <SkuRulesSheet onClose={() => onSearch({ ...search, sheet: undefined })} /> : null}</Suspense>
      {search.sheet === "many" ? <ManySheet search={search} counts={counts} narrowed={isNarrowed(search)} onClose={() => onSearch({ ...search, sheet: undefined })} /> : null}
    </>
  );
}

type View = "all" | "decided" | Tier;
type Counts = Queue["counts"];

/** Almost certain pairs are linked automatically. They wait here only if something prevented that. */
function viewsOf(counts: Counts | undefined, tier: Tier | undefined): View[] {
  return ["all", ...TIERS.filter((one) => one !== "auto" || tier === "auto" || (counts?.open["auto"] ?? 0) > 0), "decided"];
}

function countOf(view: View, counts: Counts | undefined, number: (value: number) => string): string | undefined {
  if (!counts) return undefined;
  if (view === "all") return number(counts.waiting);
  return number(view === "decided" ? Object.values(counts.decided).reduce((sum, count) => sum + count, 0) : (counts.open[view] ?? 0));
}

const firstOf = (counts: Counts | undefined) => DECISIONS.find((decision) => (counts?.decided[decision] ?? 0) > 0) ?? DECISIONS[0];
