import { useInfiniteQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";

import { useFormat } from "@/lib/format";
import { Button } from "@/ui/button";
import { LoadMore } from "@/ui/load-more";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";

import { type Fill, lacksAny } from "../lacks";
import { entriesQuery, type Plan } from "../queries";
import type { PlanSearch, SectionName } from "../search";
import { byProduct, countOf, filterOf, FOLDED, isNarrowed } from "../sections";
import { useWords } from "../words.id";
import { Lacking } from "./lacking";
import { ProductChanges } from "./product-changes";

type Props = { plan: Plan; section: SectionName; search: PlanSearch; viewed: ReadonlySet<string>; onView: (product: string, on: boolean) => void; onSearch: (search: PlanSearch) => void; onFill: (fill: Fill, products: string[]) => void };

/** One kind of outcome of a plan, product by product; hidden if the filter leaves no entries. */
export function PlanSection({ plan, section, search, viewed, onView, onSearch, onFill }: Props) {
  const w = useWords();
  const folded = FOLDED.has(section) && search.show !== section;
  const [opened, setOpened] = useState(false);
  const open = opened || !folded;
  const query = useInfiniteQuery({ ...entriesQuery(plan.id, filterOf(section, search)), enabled: open });
  const lacking = section === "blocked" && lacksAny(plan);
  const grouped = lacking && search.by === "lacks";
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = query;
  const groups = byProduct(data?.pages.flatMap((page) => page.items) ?? []);
  const nothing = data !== undefined && groups.length === 0 && !hasNextPage;
  if (nothing && isNarrowed(search)) return null;
  return (
    <section aria-label={w.section[section]} className="border-t first:border-t-0">
      <Head plan={plan} section={section} search={search} fold={folded ? { open, onFold: () => setOpened(!open) } : undefined} />
      {lacking ? <Grouping by={search.by} onBy={(by) => onSearch({ ...search, by })} /> : null}
      {grouped ? (
        <Lacking plan={plan} search={search} onFill={onFill} />
      ) : !open ? null : error && !data ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <SkeletonRows rows={4} height="h-14" />
      ) : (
        <ol>
          {groups.map((group) => (
            <ProductChanges key={group.product} section={section} group={group} search={search} viewed={viewed.has(group.product)} onView={(on) => onView(group.product, on)} />
          ))}
        </ol>
      )}
      {hasNextPage && !grouped ? <LoadMore busy={isFetchingNextPage} onMore={() => void fetchNextPage()} /> : null}
      {nothing && !grouped ? <p className="px-4 pb-4 text-muted">{w.nothing_here}</p> : null}
    </section>
  );
}

type GroupingProps = { by: PlanSearch["by"]; onBy: (by: PlanSearch["by"]) => void };

/** Product by product, or by what new listings lack. */
function Grouping({ by, onBy }: GroupingProps) {
  const w = useWords();
  return (
    <div role="group" aria-label={w.group_by} className="flex flex-wrap gap-2 px-4 pb-3">
      {([undefined, "lacks"] as const).map((one) => (
        <Button key={one ?? "product"} aria-pressed={by === one} className={by === one ? "border-ink! font-semibold" : ""} onClick={() => onBy(one)}>
          {one ? w.by_lacks : w.by_product}
        </Button>
      ))}
    </div>
  );
}

type HeadProps = { plan: Plan; section: SectionName; search: PlanSearch; fold: { open: boolean; onFold: () => void } | undefined };

function Head({ plan, section, search, fold }: HeadProps) {
  const w = useWords();
  const { number } = useFormat();
  const count = search.channel || search.field || search.q ? undefined : countOf(section, plan);
  const title = (
    <>
      {w.section[section]}
      {count === undefined ? null : <span className="font-normal text-muted tabular-nums"> {number(count)}</span>}
    </>
  );
  return (
    <div className="px-4 pt-4 pb-2">
      <h2 className={section === "blocked" || section === "conflict" ? "font-semibold text-fail" : "font-semibold"}>
        {fold ? (
          <button type="button" aria-expanded={fold.open} onClick={fold.onFold} className="-ml-1 inline-flex min-h-11 items-center gap-1 rounded-md px-1 hover:bg-sunken md:min-h-8">
            {fold.open ? <ChevronDown size={16} aria-hidden /> : <ChevronRight size={16} aria-hidden />}
            {title}
          </button>
        ) : (
          title
        )}
      </h2>
      {w.section_help[section] ? <p className="text-muted">{w.section_help[section]}</p> : null}
    </div>
  );
}
