import { clsx } from "clsx";
import { Tabs as Radix } from "radix-ui";
import { memo, type ReactNode, useEffect, useRef } from "react";

type Props<T extends string> = {
  /** From the URL. */
  value: T;
  onChange: (value: T) => void;
  label: string;
  tabs: readonly { value: T; label: string; count?: string | undefined }[];
  children?: ReactNode;
};

/** What shows of the tab before the chosen one, in pixels. */
const MARGIN = 48;

/** Views of one page, with counts where they are known; `TabPanel`s are the children, or one list that the value filters. */
export function Tabs<T extends string>({ value, onChange, label, tabs, children }: Props<T>) {
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as T)} activationMode="manual">
      <TabList value={value} label={label} tabs={tabs} />
      {children}
    </Radix.Root>
  );
}

/** Apart from the page below it, which changes more often. */
const TabList = memo(function TabList({ value, label, tabs }: Pick<Props<string>, "value" | "label" | "tabs">) {
  const list = useRef<HTMLDivElement>(null);
  // Counts come later than the page and make the tabs wider.
  const known = tabs.filter(({ count }) => count !== undefined).length;
  // Where the tabs are wider than the phone, the chosen one is brought into sight.
  useEffect(() => {
    const chosen = list.current?.querySelector<HTMLElement>(`[data-tab="${value}"]`);
    if (!list.current || !chosen) return;
    const { left, right } = chosen.getBoundingClientRect();
    const view = list.current.getBoundingClientRect();
    if (left < view.left || right > view.right) list.current.scrollLeft += left - view.left - MARGIN;
    // Also where only the widths are others.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [value, known, tabs.length]);
  return (
    <Radix.List ref={list} aria-label={label} className="flex overflow-x-auto border-b px-2 [scrollbar-width:none]">
      {tabs.map((tab) => (
        <Radix.Trigger
          key={tab.value}
          value={tab.value}
          data-tab={tab.value}
          className={clsx(
            "flex min-h-11 shrink-0 items-center gap-2 border-b-2 border-transparent px-3 whitespace-nowrap text-muted md:min-h-10",
            "data-[state=active]:border-ink data-[state=active]:font-medium data-[state=active]:text-ink",
          )}
        >
          {tab.label}
          {tab.count === undefined ? null : <span className="text-meta text-muted tabular-nums">{tab.count}</span>}
        </Radix.Trigger>
      ))}
    </Radix.List>
  );
});

export function TabPanel({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Radix.Content value={value} className="outline-none">
      {children}
    </Radix.Content>
  );
}
