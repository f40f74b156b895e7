import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import { useId } from "react";

import type { ItemProps, MenuCheckProps, MenuChoiceProps, MenuProps } from "./menu";

const ITEM =
  "flex min-h-11 items-center gap-3 rounded-sm px-3 outline-none select-none data-highlighted:bg-sunken data-disabled:opacity-50 md:min-h-9";

/** Mounted open. The page behind it stays readable for a screen reader, and the menu is part of it. */
export function Menu({ trigger, children, align = "end" }: MenuProps) {
  return (
    <Radix.Root defaultOpen modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal container={document.getElementById("main")}>
        <Radix.Content align={align} sideOffset={4} collisionPadding={8} className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-52 animate-appear overflow-y-auto rounded-md border bg-surface p-1 shadow-overlay">
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

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

export function MenuChoice<T extends string>({ label, value, onChange, options }: MenuChoiceProps<T>) {
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

export function MenuCheck({ label, hint, checked, onChange }: MenuCheckProps) {
  const id = useId();
  return (
    <Radix.CheckboxItem className={`${ITEM} max-w-80`} checked={checked} onCheckedChange={onChange} onSelect={(event) => event.preventDefault()} aria-labelledby={`${id}-label`} aria-describedby={`${id}-hint`}>
      <span aria-hidden className="flex size-5 shrink-0 items-center justify-center rounded-sm border border-edge md:size-4">
        <Radix.ItemIndicator>
          <Check size={16} />
        </Radix.ItemIndicator>
      </span>
      <span className="py-2">
        <span id={`${id}-label`} className="block">
          {label}
        </span>
        <span id={`${id}-hint`} className="block text-meta text-muted">
          {hint}
        </span>
      </span>
    </Radix.CheckboxItem>
  );
}

export function MenuLine() {
  return <Radix.Separator className="my-1 border-t" />;
}
