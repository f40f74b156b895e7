import { clsx } from "clsx";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";

import { buttonClass, type Look } from "./button-class";

type Props = ComponentProps<"button"> & {
  /** `primary` is the one next action of a page. */
  look?: Look;
  icon?: ReactNode;
  /** Something is being done: not to be pressed again, but still focused. */
  busy?: boolean;
  /** The only child, such as a link, becomes the button. */
  asChild?: boolean;
};

export function Button({ look = "plain", icon, busy = false, asChild = false, className, children, onClick, ...rest }: Props) {
  const classes = buttonClass(look, className);
  if (asChild) {
    return (
      <Slot.Root className={classes} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button type="button" className={classes} aria-disabled={busy || undefined} aria-busy={busy || undefined} onClick={busy ? (event) => event.preventDefault() : onClick} {...rest}>
      {busy ? <LoaderCircle size={16} aria-hidden className="animate-spin motion-reduce:animate-none" /> : icon}
      {children}
    </button>
  );
}

/** A button that shows only an icon; `label` is its name. */
export function IconButton({ label, className, children, ...rest }: ComponentProps<"button"> & { label: string }) {
  return (
    <button type="button" aria-label={label} title={label} className={clsx("inline-flex touch items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink md:min-h-9 md:min-w-9", className)} {...rest}>
      {children}
    </button>
  );
}
