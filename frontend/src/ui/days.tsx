import type { ReactNode } from "react";

import { useFormat } from "@/lib/format";
import { useNow } from "@/lib/now";

import { useWords } from "./words.id";

const DAY = 86_400_000;

type Props<Item> = {
  /** Newest first. */
  items: readonly Item[];
  at: (item: Item) => string;
  id: (item: Item) => string;
  children: (item: Item) => ReactNode;
};

/** What happened, under headings of days as Jakarta counts them. */
export function Days<Item>({ items, at, id, children }: Props<Item>) {
  const w = useWords();
  const { date } = useFormat();
  const now = useNow();
  const name = (day: string) => (day === date(new Date(now)) ? w.today : day === date(new Date(now - DAY)) ? w.yesterday : day);
  const days = new Map<string, Item[]>();
  for (const item of items) {
    const day = date(at(item));
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return [...days].map(([day, of]) => (
    <section key={day} aria-label={name(day)}>
      <h2 className="sticky top-0 z-10 border-y bg-bg px-4 py-1 text-meta font-medium text-muted">{name(day)}</h2>
      <ul>
        {of.map((item) => (
          <li key={id(item)} className="border-b last:border-b-0">
            {children(item)}
          </li>
        ))}
      </ul>
    </section>
  ));
}
