import { AlertDialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

import { Button } from "./button";
import { useWords } from "./words.id";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What it will do, and how it can be undone. */
  children: ReactNode;
  action: string;
  danger?: boolean;
  busy?: boolean;
  onConfirm: () => void;
};

/** Asks before something that cannot be taken back with one press. */
export function Confirm({ open, onOpenChange, title, children, action, danger = false, busy = false, onConfirm }: Props) {
  const w = useWords();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-veil" />
        <Radix.Content className="fixed inset-x-0 bottom-0 z-50 animate-rise rounded-t-md bg-surface p-4 shadow-overlay outline-none md:inset-auto md:top-[20vh] md:left-1/2 md:w-[min(440px,92vw)] md:-translate-x-1/2 md:rounded-md">
          <Radix.Title className="text-title font-semibold">{title}</Radix.Title>
          <Radix.Description asChild>
            <div className="mt-2 text-muted">{children}</div>
          </Radix.Description>
          <div className="safe-bottom mt-4 flex justify-end gap-2 max-md:*:flex-1">
            <Radix.Cancel asChild>
              <Button>{w.cancel}</Button>
            </Radix.Cancel>
            <Button look={danger ? "danger" : "primary"} busy={busy} onClick={onConfirm}>
              {action}
            </Button>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
