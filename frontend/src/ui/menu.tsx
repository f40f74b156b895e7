import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";

const ITEM =
  "flex min-h-11 items-center gap-3 rounded-sm px-3 outline-none select-none data-highlighted:bg-sunken data-disabled:opacity-50 md:min-h-9";

/** `trigger` is a button; the children are `MenuItem`, `MenuChoice` and `MenuLine`. */
export function Menu({ trigger, children, align = "end", defaultOpen = false }: { trigger: ReactNode; children: ReactNode; align?: "start" | "end"; defaultOpen?: boolean }) {
  return (
    <Radix.Root defaultOpen={defaultOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align={align} sideOffset={4} collisionPadding={8} className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-52 animate-appear overflow-y-auto rounded-md border bg-surface p-1 shadow-overlay">
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type ItemProps = { icon?: ReactNode; children: ReactNode; onSelect?: () => void; disabled?: boolean; danger?: boolean; asChild?: boolean };

export function MenuItem({ icon, children, onSelect, disabled = false, danger = false, asChild = false }: ItemProps) {
  return (
    <Radix.Item className={danger ? `${ITEM} text-fail` : ITEM} disabled={disabled} asChild={asChild} {...(onSelect ? { onSelect } : {})}>
      {asChild ? children : (
        <>
          {icon}
          {children}
        </>
      )}
    </Radix.Item>
  );
}

type ChoiceProps<T extends string> = { label: string; value: T; onChange: (value: T) => void; options: { value: T; label: string }[] };

/** One of a few, within a menu. */
export function MenuChoice<T extends string>({ label, value, onChange, options }: ChoiceProps<T>) {
  return (
    <Radix.RadioGroup value={value} onValueChange={(next) => onChange(next as T)}>
      <Radix.Label className="px-3 pt-2 pb-1 text-meta text-muted">{label}</Radix.Label>
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} className={ITEM}>
          <span className="w-4">
            <Radix.ItemIndicator>
              <Check size={16} aria-hidden />
            </Radix.ItemIndicator>
          </span>
          {option.label}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export function MenuLine() {
  return <Radix.Separator className="my-1 border-t" />;
}
