import { type ReactNode, useMemo } from "react";

import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { useWords as useUiWords } from "@/ui/words.id";
import { TabPanel, Tabs } from "@/ui/tabs";

import type { Tab } from "../search";
import { useWords } from "../words.id";

const ORDER = ["conflict", "failed", "refused", "frozen", "drift", "pending", "auditing", "pushing", "gone", "not_listed", "synced"] as const satisfies readonly Schema<"SyncState">[];

type Props = {
  tab: Tab;
  onTab: (tab: Tab) => void;
  /** The answer to the same search without a tab. */
  list: Schema<"ProductList"> | undefined;
  children: ReactNode;
};

/** The states that need a person come first. A state without products has no tab. */
export function StatusTabs({ tab, onTab, list, children }: Props) {
  const w = useWords();
  const ui = useUiWords();
  const { number } = useFormat();
  const tabs = useMemo(() => tabsOf(tab, list, w, ui.state, number), [tab, list, w, ui, number]);
  return (
    <Tabs value={tab} onChange={onTab} label={w.tabs} tabs={tabs}>
      <TabPanel value={tab}>{children}</TabPanel>
    </Tabs>
  );
}

function tabsOf(tab: Tab, list: Props["list"], w: ReturnType<typeof useWords>, states: ReturnType<typeof useUiWords>["state"], number: (value: number) => string) {
  const count = (value: number | undefined) => (value === undefined ? undefined : number(value));
  const tabs: { value: Tab; label: string; count?: string | undefined }[] = [
    { value: "all", label: w.tab.all, count: count(list?.total) },
    { value: "attention", label: w.tab.attention },
  ];
  const add = (value: Tab, label: string, found: number | undefined) => {
    if (found || tab === value) tabs.push({ value, label, count: count(found) });
  };
  add("under_floor", w.tab.under_floor, list?.under_floor);
  for (const state of ORDER) add(state, capital(states[state]), list?.by_state[state]);
  add("archived", w.tab.archived, list?.by_status["archived"]);
  return tabs;
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
