import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useLocation, useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, lazy, memo, type ReactNode, type RefObject, Suspense, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";

import { isNoAnswer } from "@/api/problem";
import { useFormat } from "@/lib/format";
import { keys } from "@/lib/keys";
import { later, useSoon } from "@/lib/later";
import { useDesk } from "@/lib/media";
import { countPicked, isPicked, nothing, pick, type Picked, selectionOf } from "@/lib/selection";
import { useShortcut } from "@/lib/shortcuts";
import { useTypedSearch } from "@/lib/typed-search";
import { Updated } from "@/ui/age";
import { PageHeader } from "@/ui/page";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { SearchBox } from "@/ui/search-box";
import { SkeletonRows } from "@/ui/skeleton";
import { type Sort, Table } from "@/ui/table";

import { useChoices } from "../choices";
import { type Card, pageQuery } from "../queries";
import { useRows } from "../rows";
import { type Filter, filterOf, orderOf, type ProductSearch, searchOfTab, type Tab, tabOf } from "../search";
import { useWords } from "../words.id";
import { BulkActions } from "./bulk-actions";
import { useColumns } from "./columns";
import { FilterChips } from "./filter-chips";
import { NoProducts } from "./no-products";
import { ProductCard } from "./product-card";
import { StatusTabs } from "./status-tabs";
import { Tools } from "./tools";

const filterCode = later(() => import("./filter-sheet"));
const bulkCode = later(() => import("./bulk-sheet"));
const viewCode = later(() => import("./save-view"));
const rebuildCode = later(() => import("@/ui/rebuild/rebuild-sheet"));
const FilterSheet = lazy(() => filterCode.load().then((file) => ({ default: file.FilterSheet })));
const BulkSheet = lazy(() => bulkCode.load().then((file) => ({ default: file.BulkSheet })));
const RebuildSheet = lazy(() => rebuildCode.load().then((file) => ({ default: file.RebuildSheet })));
const SaveView = lazy(() => viewCode.load().then((file) => ({ default: file.SaveView })));

const route = getRouteApi("/_app/products/");

/** Milliseconds from the last key press until the address and the server follow: short if only the server can search (`server`). */
const PAUSE = { server: 60, browser: 200 };

/** The catalogue: search while typing, selection over all pages, and bulk actions. `actions`: beside the title. */
export function Products({ actions }: { actions?: ReactNode }) {
  const w = useWords();
  const { number } = useFormat();
  const desk = useDesk();
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/products/" });
  const { columns: chosen } = useChoices();
  const known = useQueryClient().getQueryData(keys.productIndex) !== undefined;
  const [filter, order, tab] = [filterOf(search), orderOf(search), tabOf(search)];
  const change = useCallback((next: Partial<ProductSearch>, replace = true) => void navigate({ search: (before) => ({ ...before, ...next }), replace, resetScroll: false }), [navigate]);
  // The text in the search box; the address follows a moment later.
  const [typed, setTyped] = useTypedSearch(search.q ?? "", (q) => change({ q: q || undefined }), known ? PAUSE.browser : PAUSE.server);
  const { rows, sketch, total, first, shown, readAt, onRange } = useRows(filter, filterOf({ ...search, q: typed.trim() }), order);
  const count = total ?? 0;
  const columns = useColumns(chosen, search.channel);
  const box = useRef<HTMLInputElement>(null);
  const [current, setCurrent] = useState<number>();
  const { picked, onPick } = usePicked(shown);
  const sort = useMemo((): Sort => ({ by: order.sort, down: order.order === "desc" }), [order.sort, order.order]);
  const onSort = useCallback(({ by, down }: Sort) => change({ sort: by as ProductSearch["sort"], order: down ? "desc" : "asc" }), [change]);
  const onTab = useCallback((next: Tab) => change(searchOfTab(next)), [change]);

  const closeSheet = useCallback(() => change({ sheet: undefined }), [change]);

  const open = (at: number) => {
    const card = rows[at] ?? sketch(at);
    if (card) void navigate({ to: "/products/$product", params: { product: card.id }, hash: "price" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter opens the first result. The down arrow moves the focus into the list.
    if (event.key === "Enter") open(0);
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    setCurrent(0);
  };
  useFindFirst(box);
  useSoon(filterCode, bulkCode, viewCode);
  useTopOnChange(JSON.stringify([shown, order]), () => setCurrent(undefined));

  const move = (by: number) => setCurrent((at) => Math.min(Math.max((at ?? -1) + by, 0), Math.max(count - 1, 0)));
  useShortcut("/", w.search_key, () => box.current?.focus());
  useShortcut("j", w.next_row, () => move(1));
  useShortcut("k", w.previous_row, () => move(-1));
  useShortcut("x", w.tick_row, () => {
    const card = current === undefined ? undefined : (rows[current] ?? sketch(current));
    if (card) onPick(pick(picked, [card.id], !isPicked(picked, card.id)));
  });

  // The counts of the tabs are those of the same search without a tab.
  const { status: _, state: __, attention: ___, under_floor: ____, ...anywhere } = search;
  const { data: counts } = useQuery({ ...pageQuery(filterOf(anywhere), order, 0), placeholderData: keepPreviousData });
  return (
    <div className="[--table-top:53px]">
      <PageHeader title={w.title} actions={<><PageLink to="/products/new" button="plain">{w.new_product}</PageLink>{actions}</>} meta={total === undefined ? null : <>{w.count(number(total))} · <Updated at={readAt ?? first.dataUpdatedAt} /></>} />
      <div className="sticky top-0 z-20 flex gap-2 bg-bg px-4 py-2">
        <SearchBox box={box} label={w.search} value={typed} onChange={setTyped} onKeyDown={onKeyDown} />
        <Tools search={search} desk={desk} onChange={change} />
      </div>
      <Chips search={search} onChange={change} />
      <StatusTabs tab={tab} onTab={onTab} list={counts}>
        {first.error && (!first.data || first.isPlaceholderData) && !isNoAnswer(first.error) ? <Problem error={first.error} onRetry={() => void first.refetch()} /> : null}
        {first.error && total === undefined && isNoAnswer(first.error) ? <Problem error={first.error} onRetry={() => void first.refetch()} /> : null}
        {total === undefined && !first.error ? <SkeletonRows rows={12} height={desk ? "h-11" : "h-[92px]"} /> : null}
        {total === 0 ? <NoProducts filtered={Object.keys(filter).length > 1 || tab !== "all"} onShowAll={() => void navigate({ search: {} })} /> : null}
        {count > 0 ? (
          <Table
            label={w.list}
            rows={rows}
            sketch={sketch}
            total={count}
            columns={columns}
            card={toCard}
            rowId={idOf}
            rowName={titleOf}
            picked={picked}
            onPick={onPick}
            sort={sort}
            onSort={onSort}
            onRange={onRange}
            current={current}
          />
        ) : null}
      </StatusTabs>
      {countPicked(picked, count) > 0 ? <BulkActions picked={picked} onPick={onPick} filter={shown} total={count} onEdit={() => change({ sheet: "bulk" }, false)} onRebuild={() => change({ sheet: "rebuild" }, false)} /> : null}
      <Suspense>
        {search.sheet === "filter" ? <FilterSheet search={search} onApply={(next) => change({ ...next, sheet: undefined })} onClose={() => change({ sheet: undefined })} /> : null}
        {search.sheet === "bulk" ? (
          <BulkSheet
            edited={countPicked(picked, count) > 0 ? { selection: selectionOf(picked, shown), count: countPicked(picked, count) } : undefined}
            onClose={closeSheet}
            onPlan={(id) => void navigate({ to: "/sync/plans/$planId", params: { planId: id } })}
          />
        ) : null}
        {search.sheet === "rebuild" && countPicked(picked, count) > 0 ? <RebuildSheet selection={selectionOf(picked, shown)} onClose={closeSheet} /> : null}
        {search.sheet === "view" ? <SaveView search={search} onClose={() => change({ sheet: undefined })} /> : null}
      </Suspense>
    </div>
  );
}

/** Memoized, so that the chips do not render again while a person types. */
const Chips = memo(FilterChips);

const idOf = (card: Card) => card.id;
const titleOf = (card: Card) => card.title;
const toCard = (card: Card) => <ProductCard card={card} />;

/** The ticked rows. Single rows stay ticked over every filter; "all that the filter finds" ends when the filter of the shown rows changes. */
function usePicked(shown: Filter) {
  const now = JSON.stringify(shown);
  const [held, setHeld] = useState<{ picked: Picked; filter: string }>({ picked: nothing, filter: now });
  const picked = held.picked.all && held.filter !== now ? nothing : held.picked;
  return { picked, onPick: (next: Picked) => setHeld({ picked: next, filter: now }) };
}

/** Focuses the search box if the address has `#find`, as the search link on Beranda does. */
function useFindFirst(box: RefObject<HTMLInputElement | null>) {
  const find = useLocation({ select: ({ hash }) => hash === "find" });
  useEffect(() => {
    if (find) box.current?.focus();
  }, [find, box]);
}

/** Scrolls to the first row when the search changes. */
function useTopOnChange(what: string, reset: () => void) {
  const before = useRef(what);
  useLayoutEffect(() => {
    if (before.current === what) return;
    before.current = what;
    scrollTo({ top: 0 });
    reset();
  });
}
