import { Popover as Radix } from "radix-ui";

import type { PopoverProps } from "./popover";

/** Open from its first moment, unless its caller says otherwise. */
export function PopoverOpen({ trigger, children, align = "start", open, onOpenChange }: PopoverProps) {
  const state = open === undefined ? { defaultOpen: true } : { open };
  return (
    <Radix.Root {...state} {...(onOpenChange ? { onOpenChange } : {})}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align={align} sideOffset={4} collisionPadding={8} className="z-50 max-h-(--radix-popover-content-available-height) w-[min(360px,calc(100vw-16px))] animate-appear overflow-y-auto rounded-md border bg-surface p-3 shadow-overlay outline-none">
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
