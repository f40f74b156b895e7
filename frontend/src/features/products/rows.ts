// The rows of a list of any length: pages are asked for as they come into sight.
import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type Card, PAGE, pageQuery } from "./queries";
import type { Filter, Order } from "./search";

export type Rows = {
  /** By place in the list; a page that is not loaded yet is left out. */
  rows: readonly (Card | undefined)[];
  total: number;
  /** The first page, with its counts. */
  first: ReturnType<typeof useFirst>;
  /** To be called with the places in sight. */
  onRange: (from: number, to: number) => void;
};

export function useRows(filter: Filter, order: Order): Rows {
  const [range, setRange] = useState({ from: 0, to: 0 });
  const first = useFirst(filter, order);
  const total = first.data?.total ?? 0;
  const wanted: number[] = [];
  for (let page = Math.max(range.from, 1); page <= range.to && page * PAGE < total; page++) wanted.push(page);
  // While the first page is the one before, no other page of it is known any more.
  const pages = first.isPlaceholderData ? [] : wanted;
  const rest = useQueries({ queries: pages.map((page) => pageQuery(filter, order, page)) });

  const rows: (Card | undefined)[] = [...(first.data?.items ?? [])];
  for (const [at, page] of pages.entries()) {
    for (const [place, card] of (rest[at]?.data?.items ?? []).entries()) rows[page * PAGE + place] = card;
  }
  const onRange = (from: number, to: number) => {
    const next = { from: Math.floor(from / PAGE), to: Math.floor((to + PAGE / 2) / PAGE) };
    if (next.from !== range.from || next.to !== range.to) setRange(next);
  };
  return { rows, total, first, onRange };
}

function useFirst(filter: Filter, order: Order) {
  return useQuery({ ...pageQuery(filter, order, 0), placeholderData: keepPreviousData });
}
