import { clsx } from "clsx";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";

import { IconButton } from "./button";
import type { DialogProps } from "./dialog";
import { useFocusBack } from "./focus-back";
import { useWords } from "./words.id";

const VEIL = "fixed inset-0 z-40 animate-appear bg-veil";

/** `place`: the classes for its position. */
export function Overlay({ open, onOpenChange, title, description, children, foot, closable = true, place }: DialogProps & { place: string }) {
  const w = useWords();
  const focusBack = useFocusBack();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={VEIL} />
        <Radix.Content
          className={clsx("fixed z-50 flex animate-rise flex-col bg-surface shadow-overlay outline-none", place)}
          {...focusBack}
          {...(description ? {} : { "aria-describedby": undefined })}
        >
          <header className="flex items-start gap-2 border-b py-2 pr-2 pl-4">
            <div className="flex-1 py-2">
              <Radix.Title className="text-title font-semibold">{title}</Radix.Title>
              {description ? <Radix.Description className="text-muted">{description}</Radix.Description> : null}
            </div>
            {closable ? (
              <Radix.Close asChild>
                <IconButton label={w.close}>
                  <X size={20} aria-hidden />
                </IconButton>
              </Radix.Close>
            ) : null}
          </header>
          <div className="flex-1 overflow-y-auto overscroll-contain p-4">{children}</div>
          {foot ? <footer className="safe-bottom border-t"><div className="flex justify-end gap-2 p-3 max-md:*:flex-1">{foot}</div></footer> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
