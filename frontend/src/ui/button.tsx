import { clsx } from "clsx";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";

type Look = "primary" | "plain" | "quiet" | "danger";

type Props = ComponentProps<"button"> & {
  /** `primary` is the one next action of a page. */
  look?: Look;
  icon?: ReactNode;
  /** Something is being done: not to be pressed again, but still focused. */
  busy?: boolean;
  /** The only child, such as a link, becomes the button. */
  asChild?: boolean;
};

const LOOKS: Record<Look, string> = {
  primary: "bg-accent text-on-accent hover:opacity-90",
  plain: "border border-edge bg-surface text-ink hover:bg-sunken",
  quiet: "text-ink hover:bg-sunken",
  danger: "border border-fail bg-surface text-fail hover:bg-sunken",
};

export const buttonClass = (look: Look = "plain", extra?: string) =>
  clsx(
    "inline-flex min-h-11 items-center justify-center gap-2 rounded-md px-4 py-1 text-center text-body font-medium select-none md:whitespace-nowrap md:min-h-9 md:px-3",
    "transition-opacity duration-[120ms] ease-out aria-disabled:opacity-50 disabled:opacity-50",
    LOOKS[look],
    extra,
  );

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
