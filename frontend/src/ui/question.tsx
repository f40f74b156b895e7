import { AlertDialog as Radix } from "radix-ui";
import { Button } from "./button";
import type { ConfirmProps } from "./confirm";
import { useFocusBack } from "./focus-back";
import { useWords } from "./words.id";

export function Question({ open, onOpenChange, title, children, action, danger = false, busy = false, onConfirm }: ConfirmProps) {
  const w = useWords();
  const focusBack = useFocusBack();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-veil" />
        <Radix.Content {...focusBack} className="fixed inset-x-0 bottom-0 z-50 animate-rise rounded-t-md bg-surface p-4 shadow-overlay outline-none md:inset-auto md:top-[20vh] md:left-1/2 md:w-[min(440px,92vw)] md:-translate-x-1/2 md:rounded-md">
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
