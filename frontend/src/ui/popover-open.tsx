import { Popover as Radix } from "radix-ui";
import { isValidElement, useId } from "react";

import type { PopoverProps } from "./popover";

/** Open from its first moment, unless its caller says otherwise. */
export function PopoverOpen({ trigger, children, align = "start", open, onOpenChange }: PopoverProps) {
  const state = open === undefined ? { defaultOpen: true } : { open };
  const own = useId();
  // It is named by its button.
  const button = isValidElement<{ id?: string }>(trigger) ? (trigger.props.id ?? own) : own;
  return (
    <Radix.Root {...state} {...(onOpenChange ? { onOpenChange } : {})}>
      <Radix.Trigger asChild id={own}>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content aria-labelledby={button} align={align} sideOffset={4} collisionPadding={8} className="z-50 max-h-(--radix-popover-content-available-height) w-[min(360px,calc(100vw-16px))] animate-appear overflow-y-auto rounded-md border bg-surface p-3 shadow-overlay outline-none">
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
