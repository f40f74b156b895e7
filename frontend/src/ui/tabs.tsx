import { clsx } from "clsx";
import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

type Props<T extends string> = {
  /** From the URL. */
  value: T;
  onChange: (value: T) => void;
  label: string;
  tabs: readonly { value: T; label: string; count?: string | undefined }[];
  children?: ReactNode;
};

/** Views of one page, with counts where they are known; `TabPanel`s are the children, or one list that the value filters. */
export function Tabs<T extends string>({ value, onChange, label, tabs, children }: Props<T>) {
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as T)} activationMode="manual">
      <Radix.List aria-label={label} className="flex overflow-x-auto border-b px-2 [scrollbar-width:none]">
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
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
      {children}
    </Radix.Root>
  );
}

export function TabPanel({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Radix.Content value={value} className="outline-none">
      {children}
    </Radix.Content>
  );
}
