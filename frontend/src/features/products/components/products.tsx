import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi, useLocation, useNavigate } from "@tanstack/react-router";
import { Filter as FilterIcon } from "lucide-react";
import { lazy, type RefObject, Suspense, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

import { isNoAnswer } from "@/api/problem";
import { useFormat } from "@/lib/format";
import { later, useSoon } from "@/lib/later";
import { useDesk } from "@/lib/media";
import { countPicked, isPicked, nothing, pick, type Picked, selectionOf } from "@/lib/selection";
import { useShortcut } from "@/lib/shortcuts";
import { useWhileHere } from "@/lib/while-here";
import { Age } from "@/ui/age";
import { Button } from "@/ui/button";
import { PageHeader } from "@/ui/page";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";
import { Table } from "@/ui/table";

import { useChoices, useChoose, type View } from "../choices";
import { type Card, pageQuery } from "../queries";
import { useRows } from "../rows";
import { type Filter, filterOf, orderOf, type ProductSearch, searchOfTab, SHEET_FILTERS, type Tab, tabOf } from "../search";
import { useWords } from "../words.id";
import { BulkActions } from "./bulk-actions";
import { useColumns } from "./columns";
import { FilterChips } from "./filter-chips";
import { NoProducts } from "./no-products";
import { ProductCard } from "./product-card";
import { SearchField } from "./search-field";
import { StatusTabs } from "./status-tabs";
import { ViewMenu } from "./view-menu";

const filterCode = later(() => import("./filter-sheet"));
const bulkCode = later(() => import("./bulk-sheet"));
const viewCode = later(() => import("./save-view"));
const FilterSheet = lazy(() => filterCode.load().then((file) => ({ default: file.FilterSheet })));
const BulkSheet = lazy(() => bulkCode.load().then((file) => ({ default: file.BulkSheet })));
const SaveView = lazy(() => viewCode.load().then((file) => ({ default: file.SaveView })));

const route = getRouteApi("/_app/products/");

/** The catalogue: found as one types, ticked over all pages, and what can be done with it. */
export function Products() {
  const w = useWords();
  const { number } = useFormat();
  const desk = useDesk();
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/products/" });
  const { columns: chosen } = useChoices();
  const choose = useChoose();
  const [filter, order, tab] = [filterOf(search), orderOf(search), tabOf(search)];
  // What is in the search box, ahead of the address.
  const [typed, onType] = useState(search.q ?? "");
  const { rows, sketch, total: known, first, shown, readAt, onRange } = useRows(filter, filterOf({ ...search, q: typed.trim() }), order);
  const total = known ?? 0;
  const columns = useColumns(chosen, search.channel);
  const box = useRef<HTMLInputElement>(null);
  const [current, setCurrent] = useState<number>();
  const { picked, onPick } = usePicked(shown);

  const change = useCallback((next: Partial<ProductSearch>, replace = true) => void navigate({ search: (before) => ({ ...before, ...next }), replace, resetScroll: false }), [navigate]);
  const whileHere = useWhileHere();
  const onSearch = useCallback((q: string) => whileHere(() => change({ q: q || undefined })), [change, whileHere]);
  const open = (at: number) => {
    const card = rows[at] ?? sketch(at);
    if (card) void navigate({ to: "/products/$product", params: { product: card.id } });
  };
  useFindFirst(box);
  useSoon(filterCode, bulkCode, viewCode);
  useTopOnChange(JSON.stringify([shown, order]), () => setCurrent(undefined));

  const move = (by: number) => setCurrent((at) => Math.min(Math.max((at ?? -1) + by, 0), Math.max(total - 1, 0)));
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
  const held = SHEET_FILTERS.filter((name) => search[name] !== undefined).length;
  const showView = (view: View) => {
    choose.columns(view.columns);
    void navigate({ search: view.search });
  };

  return (
    <div className="[--table-top:53px]">
      <PageHeader title={w.title} meta={known === undefined ? null : <>{w.count(number(known))} · <Age at={readAt ?? first.dataUpdatedAt} /></>} />
      <div className="sticky top-0 z-20 flex gap-2 bg-bg px-4 py-2">
        <SearchField box={box} value={search.q ?? ""} onChange={onSearch} onType={onType} onEnter={() => open(0)} onDown={() => setCurrent(0)} />
        <Button icon={<FilterIcon size={16} aria-hidden />} aria-label={w.filter_count(number(held))} onClick={() => change({ sheet: "filter" }, false)}>
          <span className="max-md:hidden">{held > 0 ? w.filter_count(number(held)) : w.filter}</span>
          {held > 0 ? <span className="md:hidden">{number(held)}</span> : null}
        </Button>
        <ViewMenu search={search} desk={desk} onChange={(next) => change(next, next.sheet === undefined)} onView={showView} />
      </div>
      <FilterChips search={search} onChange={change} />
      <StatusTabs tab={tab} onTab={(next: Tab) => change(searchOfTab(next))} list={counts}>
        {first.error && (!first.data || first.isPlaceholderData) && !isNoAnswer(first.error) ? <Problem error={first.error} onRetry={() => void first.refetch()} /> : null}
        {first.error && known === undefined && isNoAnswer(first.error) ? <Problem error={first.error} onRetry={() => void first.refetch()} /> : null}
        {known === undefined && !first.error ? <SkeletonRows rows={12} height={desk ? "h-11" : "h-[92px]"} /> : null}
        {known === 0 ? <NoProducts filtered={Object.keys(filter).length > 1 || tab !== "all"} onShowAll={() => void navigate({ search: {} })} /> : null}
        {known !== undefined && known > 0 ? (
          <Table
            label={w.list}
            rows={rows}
            sketch={sketch}
            total={total}
            columns={columns}
            card={toCard}
            rowId={(card) => card.id}
            rowName={(card) => card.title}
            picked={picked}
            onPick={onPick}
            sort={{ by: order.sort, down: order.order === "desc" }}
            onSort={({ by, down }) => change({ sort: by as ProductSearch["sort"], order: down ? "desc" : "asc" })}
            onRange={onRange}
            current={current}
          />
        ) : null}
      </StatusTabs>
      <BulkActions picked={picked} onPick={onPick} filter={shown} total={total} onEdit={() => change({ sheet: "bulk" }, false)} />
      <Suspense>
        {search.sheet === "filter" ? <FilterSheet search={search} onApply={(next) => change({ ...next, sheet: undefined })} onClose={() => change({ sheet: undefined })} /> : null}
        {search.sheet === "bulk" && countPicked(picked, total) > 0 ? (
          <BulkSheet
            selection={selectionOf(picked, shown)}
            count={countPicked(picked, total)}
            onClose={() => change({ sheet: undefined })}
            onPlan={(id) => void navigate({ to: "/sync/plans/$planId", params: { planId: id } })}
          />
        ) : null}
        {search.sheet === "view" ? <SaveView search={search} onClose={() => change({ sheet: undefined })} /> : null}
      </Suspense>
    </div>
  );
}

const toCard = (card: Card) => <ProductCard card={card} />;

/** What is ticked. By name it stays over every filter; "all that the filter finds" ends with the filter whose rows were on the screen, so that it never means another set than the one that was seen. */
function usePicked(shown: Filter) {
  const now = JSON.stringify(shown);
  const [held, setHeld] = useState<{ picked: Picked; filter: string }>({ picked: nothing, filter: now });
  const picked = held.picked.all && held.filter !== now ? nothing : held.picked;
  return { picked, onPick: (next: Picked) => setHeld({ picked: next, filter: now }) };
}

/** `#find` in the address: whoever comes from Beranda to search can type at once. */
function useFindFirst(box: RefObject<HTMLInputElement | null>) {
  const find = useLocation({ select: ({ hash }) => hash === "find" });
  useEffect(() => {
    if (find) box.current?.focus();
  }, [find, box]);
}

/** Another search begins at its first row. */
function useTopOnChange(what: string, reset: () => void) {
  const before = useRef(what);
  useLayoutEffect(() => {
    if (before.current === what) return;
    before.current = what;
    scrollTo({ top: 0 });
    reset();
  });
}
