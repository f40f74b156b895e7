import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";

type Props = { trigger: ReactNode; children: ReactNode; open?: boolean; onOpenChange?: (open: boolean) => void; align?: "start" | "center" | "end" };

/** A small explanation or choice beside what was tapped. */
export function Popover({ trigger, children, align = "start", ...state }: Props) {
  return (
    <Radix.Root {...state}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align={align} sideOffset={4} collisionPadding={8} className="z-50 max-h-(--radix-popover-content-available-height) w-[min(360px,calc(100vw-16px))] animate-appear overflow-y-auto rounded-md border bg-surface p-3 shadow-overlay outline-none">
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
