import { clsx } from "clsx";

export type Look = "primary" | "plain" | "quiet" | "danger";

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
