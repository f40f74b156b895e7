import { clsx } from "clsx";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

import { IconButton } from "./button";
import { useWords } from "./words.id";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: string;
  children: ReactNode;
  /** The actions; at the foot, within the thumb's reach. */
  foot?: ReactNode;
  /** False only where there is no way back, as when the session has ended. */
  closable?: boolean;
};

const VEIL = "fixed inset-0 z-40 animate-appear bg-veil";

/** A question in the middle of the desk, from below on phones. */
export function Dialog(props: Props) {
  return <Overlay {...props} place="inset-x-0 bottom-0 max-h-[92dvh] rounded-t-md md:inset-auto md:top-[12vh] md:left-1/2 md:max-h-[76vh] md:w-[min(560px,92vw)] md:-translate-x-1/2 md:rounded-md" />;
}

/** Work beside the page: from the right on the desk, from below on phones. Its address is the caller's: `open` comes from the URL. */
export function Sheet(props: Props) {
  return <Overlay {...props} place="inset-x-0 bottom-0 max-h-[92dvh] rounded-t-md md:inset-y-0 md:right-0 md:left-auto md:max-h-none md:w-[min(640px,92vw)] md:rounded-none md:border-l" />;
}

function Overlay({ open, onOpenChange, title, description, children, foot, closable = true, place }: Props & { place: string }) {
  const w = useWords();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={VEIL} />
        <Radix.Content
          className={clsx("fixed z-50 flex animate-rise flex-col bg-surface shadow-overlay outline-none", place)}
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
