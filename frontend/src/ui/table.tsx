import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { clsx } from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import { memo, type ReactNode, useCallback, useDeferredValue, useEffect, useLayoutEffect, useRef, useState } from "react";

import { useDesk } from "@/lib/media";
import { isPicked, pick, type Picked } from "@/lib/selection";

import { Skeleton } from "./skeleton";
import { useWords } from "./words.id";

export type Column<Row> = {
  id: string;
  header: string;
  /** A track of the CSS grid: `minmax(240px, 2fr)`, `96px`. */
  width: string;
  align?: "right";
  /** The name by which the API sorts it. */
  sort?: string;
  cell: (row: Row) => ReactNode;
};

export type Sort = { by: string; down: boolean };

type Props<Row> = {
  label: string;
  /** By index in the list. A row that is not loaded yet may be undefined and is shown as a skeleton of the same height. */
  rows: readonly (Row | undefined)[];
  /** A preliminary row for one that is not loaded yet, if something is known about it. */
  sketch?: (at: number) => Row | undefined;
  /** Of all pages. */
  total: number;
  columns: readonly Column<Row>[];
  /** What a phone shows of a row, in 92 px. */
  card: (row: Row) => ReactNode;
  rowId: (row: Row) => string;
  /** Names the row's checkbox. */
  rowName: (row: Row) => string;
  picked?: Picked;
  onPick?: (picked: Picked) => void;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** Called when the last visible row is not loaded. */
  onReach?: () => void;
  /** Called with the range of visible rows and their neighbours. */
  onRange?: (from: number, to: number) => void;
  cardHeight?: number;
  /** The row that is selected by keyboard: it is kept visible, and its link or button is focused. */
  current?: number | undefined;
};

/** A list of any length: a table on a desktop, cards on a phone; only visible rows are rendered. */
export function Table<Row>(props: Props<Row>) {
  const { label, rows, total, columns, card, rowId, rowName, picked, onPick, sort, onSort, onReach, onRange, cardHeight = 92, current, sketch } = props;
  const desk = useDesk();
  const place = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  // The content above the list may change its height.
  useLayoutEffect(() => {
    const measure = () => setMargin(place.current ? Math.round(place.current.getBoundingClientRect().top + scrollY) : 0);
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(document.body);
    return () => watch.disconnect();
  }, []);
  const rowHeight = desk ? (document.documentElement.dataset["density"] === "compact" ? 36 : 44) : cardHeight;

  // The compiler leaves this component alone, as it should.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useWindowVirtualizer({ count: total, estimateSize: () => rowHeight, overscan: 5, scrollMargin: margin });
  const shown = virtual.getVirtualItems();
  useEffect(() => virtual.measure(), [rowHeight, virtual]);
  const from = shown[0]?.index ?? 0;
  const last = shown.at(-1)?.index ?? -1;
  useEffect(() => onRange?.(from, last), [from, last, onRange]);
  useEffect(() => {
    if (last >= rows.length && rows.length < total) onReach?.();
  }, [last, rows.length, total, onReach]);

  useEffect(() => {
    if (current === undefined) return;
    virtual.scrollToIndex(current);
    const frame = requestAnimationFrame(() => place.current?.querySelector<HTMLElement>(`[aria-rowindex="${current + 2}"] :is(a, button)`)?.focus({ preventScroll: true }));
    return () => cancelAnimationFrame(frame);
  }, [current, virtual]);

  const tracks = [onPick ? "44px" : null, ...columns.map((column) => column.width)].filter(Boolean).join(" ");
  const rowAt = useCallback((at: number) => rows[at] ?? sketch?.(at), [rows, sketch]);
  // What is not in sight, or is only known better than before, is drawn when nothing more urgent is to be done.
  const late = useDeferredValue(rowAt);
  const sight = virtual.range;
  const shownAt = (at: number) => {
    const [now, before] = [rowAt(at), late(at)];
    if (now === undefined || before === undefined || now === before) return now;
    const seen = !sight || (at >= sight.startIndex && at <= sight.endIndex);
    return seen && rowId(now) !== rowId(before) ? now : before;
  };
  const onTick = useLatest((id: string, on: boolean) => picked && onPick?.(pick(picked, [id], on)));
  return (
    <div role="table" aria-label={label} aria-rowcount={total + 1}>
      {desk ? <Head columns={columns} tracks={tracks} rows={rows} rowId={rowId} picked={picked} onPick={onPick} sort={sort} onSort={onSort} /> : null}
      <div ref={place} role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {shown.map((item) => {
          const row = shownAt(item.index);
          const ticks = onPick && picked && row !== undefined ? { id: rowId(row), name: rowName(row), ticked: isPicked(picked, rowId(row)), onTick } : NO_TICK;
          return <Line key={item.key} at={item.index} top={item.start - margin} height={rowHeight} tracks={desk ? tracks : onPick ? "44px 1fr" : "1fr"} row={row} columns={desk ? columns : undefined} card={card} {...ticks} />;
        })}
      </div>
    </div>
  );
}

type Tick = { id: string; name: string; ticked: boolean; onTick: (id: string, on: boolean) => void };
const NO_TICK: Partial<Tick> = {};

type LineProps<Row> = Partial<Tick> & Pick<Props<Row>, "card"> & {
  at: number;
  /** In pixels, within the list. */
  top: number;
  height: number;
  tracks: string;
  row: Row | undefined;
  /** Of a desk. */
  columns: readonly Column<Row>[] | undefined;
};

/** One row. It is drawn again only when something of it is another: neither scrolling nor typing changes the others. */
const Line = memo(function Line<Row>({ at, top, height, tracks, row, columns, card, id, name, ticked, onTick }: LineProps<Row>) {
  return (
    <div role="row" aria-rowindex={at + 2} className="absolute inset-x-0 grid items-center border-b contain-layout contain-size contain-style hover:bg-sunken" style={{ height, transform: `translateY(${top}px)`, gridTemplateColumns: tracks }}>
      {row === undefined ? (
        <div role="cell" className="col-span-full px-4">
          <Skeleton className="h-4 w-1/2" />
        </div>
      ) : (
        <>
          {onTick && id !== undefined ? <TickBox id={id} name={name ?? ""} ticked={ticked ?? false} onTick={onTick} /> : null}
          {columns ? <Cells row={row} columns={columns} /> : <CardCell row={row} card={card} />}
        </>
      )}
    </div>
  );
}) as <Row>(props: LineProps<Row>) => ReactNode;

/** The same function at every render, which calls the newest one. */
function useLatest<A extends unknown[]>(act: (...values: A) => void): (...values: A) => void {
  const newest = useRef(act);
  useLayoutEffect(() => {
    newest.current = act;
  });
  return useCallback((...values: A) => newest.current(...values), []);
}

/** Apart from the row's tick. */
const Cells = memo(function Cells<Row>({ row, columns }: { row: Row; columns: readonly Column<Row>[] }) {
  return columns.map((column) => (
    <div key={column.id} role="cell" className={clsx("min-w-0 px-2 first:pl-4 last:pr-4", column.align === "right" && "text-right")}>
      {column.cell(row)}
    </div>
  ));
}) as <Row>(props: { row: Row; columns: readonly Column<Row>[] }) => ReactNode;

const CardCell = memo(function CardCell<Row>({ row, card }: { row: Row; card: (row: Row) => ReactNode }) {
  return (
    <div role="cell" className="min-w-0">
      {card(row)}
    </div>
  );
}) as <Row>(props: { row: Row; card: (row: Row) => ReactNode }) => ReactNode;

type HeadProps<Row> = Pick<Props<Row>, "columns" | "rows" | "rowId"> & {
  tracks: string;
  picked: Picked | undefined;
  onPick: ((picked: Picked) => void) | undefined;
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
};

function Head<Row>({ columns, tracks, rows, rowId, picked, onPick, sort, onSort }: HeadProps<Row>) {
  const w = useWords();
  const ids = rows.flatMap((row) => (row === undefined ? [] : [rowId(row)]));
  const ticked = picked ? ids.filter((id) => isPicked(picked, id)).length : 0;
  return (
    <div role="rowgroup" className="sticky top-(--table-top,0px) z-10 border-b bg-bg">
      <div role="row" aria-rowindex={1} className="grid items-center text-meta font-medium text-muted" style={{ gridTemplateColumns: tracks }}>
        {onPick && picked ? (
          <div role="columnheader" className="flex justify-center">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              aria-label={w.select_all}
              checked={ids.length > 0 && ticked === ids.length}
              ref={(box) => {
                if (box) box.indeterminate = ticked > 0 && ticked < ids.length;
              }}
              onChange={(event) => onPick(pick(picked, ids, event.target.checked))}
            />
          </div>
        ) : null}
        <Headings columns={columns} sort={sort} onSort={onSort} />
      </div>
    </div>
  );
}

const Headings = memo(function Headings<Row>({ columns, sort, onSort }: Pick<HeadProps<Row>, "columns" | "sort" | "onSort">) {
  return columns.map((column) => {
    const now = column.sort !== undefined && sort?.by === column.sort;
    return (
      <div
        key={column.id}
        role="columnheader"
        className={clsx("px-2 py-2 first:pl-4 last:pr-4", column.align === "right" && "text-right")}
        {...(column.sort ? { "aria-sort": now ? (sort?.down ? "descending" : "ascending") : ("none" as const) } : {})}
      >
        {column.sort && onSort ? (
          <button type="button" className={clsx("inline-flex items-center gap-1 hover:text-ink", now && "text-ink")} onClick={() => onSort({ by: column.sort as string, down: now ? !sort?.down : false })}>
            {column.header}
            {now ? sort?.down ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden /> : null}
          </button>
        ) : (
          column.header
        )}
      </div>
    );
  });
}) as <Row>(props: Pick<HeadProps<Row>, "columns" | "sort" | "onSort">) => ReactNode;

function TickBox({ id, name, ticked, onTick }: Tick) {
  const w = useWords();
  return (
    <div role="cell" className="flex justify-center self-stretch">
      <label className="flex w-11 items-center justify-center">
        <input type="checkbox" className="size-5 accent-accent md:size-4" aria-label={w.select_row(name)} checked={ticked} onChange={(event) => onTick(id, event.target.checked)} />
      </label>
    </div>
  );
}
