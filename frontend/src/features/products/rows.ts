// The rows of a list of any length: first from the browser's catalogue, then from the server, page by page as rows become visible.
import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";

import { canAnswer, type Entry, find, sketch } from "./catalogue";
import { type Card, indexQuery, PAGE, pageQuery } from "./queries";
import type { Filter, Order } from "./search";

export type Rows = {
  /** The rows by index. Rows of pages that are not loaded yet are missing. */
  rows: readonly (Card | undefined)[];
  /** A sketch of a missing row, from the browser's catalogue. */
  sketch: (at: number) => Card | undefined;
  total: number | undefined;
  /** The first page, with its counts. */
  first: ReturnType<typeof useFirst>;
  /** The filter of the shown rows. While an answer is loading, it can differ from the address's filter. */
  shown: Filter;
  /** The time when the browser's catalogue was read, if all rows come from it. */
  readAt: number | undefined;
  /** Call it with the indexes of the first and last visible row. */
  onRange: (from: number, to: number) => void;
};

/** `typed`: the filter with the text of the search box. The address, and with it the request to the server, follows a moment later. */
export function useRows(filter: Filter, typed: Filter, order: Order): Rows {
  const [range, setRange] = useState({ from: 0, to: 0 });
  const first = useFirst(filter, order);
  const { data: catalogue, dataUpdatedAt } = useQuery(indexQuery);
  const [address, box] = [JSON.stringify(filter), JSON.stringify(typed)];

  const asked = JSON.stringify([typed, order]);
  const found = useMemo(() => {
    const [now, by] = JSON.parse(asked) as [Filter, Order];
    return catalogue && catalogue.entries.length > 0 && canAnswer(now, by) ? find(catalogue, now, by) : undefined;
  }, [catalogue, asked]);
  const ahead = box !== address || first.isPlaceholderData || first.data === undefined;
  const own = found !== undefined && ahead;

  // The filter of the last answer, which stays on the page while the next one is loading.
  const [answered, setAnswered] = useState(address);
  if (!first.isPlaceholderData && answered !== address) setAnswered(address);
  const finds = own ? box : first.isPlaceholderData ? answered : address;
  const shown = useMemo(() => JSON.parse(finds) as Filter, [finds]);

  const total = first.data?.total ?? 0;
  const wanted: number[] = [];
  for (let page = Math.max(range.from, 1); page <= range.to && page * PAGE < total; page++) wanted.push(page);
  // While the first page still belongs to the earlier filter, no other page is asked.
  const pages = first.isPlaceholderData || own ? [] : wanted;
  const rest = useQueries({ queries: pages.map((page) => pageQuery(filter, order, page)) });

  // A row that the server has already sent is shown in full, not as a sketch, while a person types.
  const told = useMemo(() => new Map(first.data?.items.map((card) => [card.id, card])), [first.data]);
  const begin = useMemo(() => (own ? found.slice(0, PAGE).map((entry) => told.get(entry.id) ?? sketched(entry)) : (first.data?.items ?? NONE)), [own, found, told, first.data]);
  const rows = pages.length > 0 ? joined(begin, pages, rest.map(({ data }) => data?.items ?? NONE)) : begin;
  const onRange = useCallback((from: number, to: number) => {
    const next = { from: Math.floor(from / PAGE), to: Math.floor((to + PAGE / 2) / PAGE) };
    setRange((before) => (next.from === before.from && next.to === before.to ? before : next));
  }, []);
  // Sketches fill gaps between the server's rows only if both find equally many; else their indexes would not match.
  const known = found && (own || found.length === total) ? found : undefined;
  return {
    rows,
    sketch: useCallback(
      (at: number) => {
        const entry = known?.[at];
        return entry && sketched(entry);
      },
      [known],
    ),
    total: own ? found.length : first.data?.total,
    first,
    shown,
    readAt: own ? dataUpdatedAt : undefined,
    onRange,
  };
}

const NONE: readonly Card[] = [];

function joined(begin: readonly Card[], pages: readonly number[], lists: readonly (readonly Card[])[]): (Card | undefined)[] {
  const rows: (Card | undefined)[] = [...begin];
  for (const [at, page] of pages.entries()) {
    for (const [place, card] of (lists[at] ?? NONE).entries()) rows[page * PAGE + place] = card;
  }
  return rows;
}

function useFirst(filter: Filter, order: Order) {
  return useQuery({ ...pageQuery(filter, order, 0), placeholderData: keepPreviousData });
}

const sketches = new WeakMap<Entry, Card>();

/** Returns the same object for the same entry, so that its row does not render again. */
function sketched(entry: Entry): Card {
  const known = sketches.get(entry);
  if (known) return known;
  const card = sketch(entry);
  sketches.set(entry, card);
  return card;
}
