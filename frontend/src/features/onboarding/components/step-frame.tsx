import { clsx } from "clsx";
import { Check, ChevronDown } from "lucide-react";
import type { ReactNode } from "react";

import { useFormat } from "@/lib/format";

import type { Step } from "../steps";
import { useWords } from "../words.id";

type Props = {
  step: Step;
  at: number;
  state: "done" | "now" | "later";
  open: boolean;
  onToggle: (() => void) | undefined;
  /** The result, once the step is done. */
  summary?: ReactNode;
  children: ReactNode;
};

/** One step: its title, whether it is done, and, when open, its content. */
export function StepFrame({ step, at, state, open, onToggle, summary, children }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const heading = (
    <>
      <span
        aria-hidden
        className={clsx(
          "flex size-7 shrink-0 items-center justify-center rounded-full text-meta font-semibold",
          state === "done" ? "bg-ok text-bg" : state === "now" ? "bg-ink text-bg" : "border border-edge text-muted",
        )}
      >
        {state === "done" ? <Check size={16} strokeWidth={3} /> : number(at)}
      </span>
      <span className="min-w-0 flex-1 text-left">
        <span className={clsx("block font-semibold", state === "later" && "text-muted")}>
          {w.step[step]}
          <span className={clsx("ml-2 text-meta font-normal", state === "done" ? "text-ok" : "text-muted")}>{w[state]}</span>
        </span>
        <span className="block text-muted">{(state === "done" && summary) || w.what[step]}</span>
      </span>
    </>
  );
  return (
    <li aria-current={state === "now" ? "step" : undefined} className="border-b last:border-b-0">
      <h2>
        {onToggle ? (
          <button type="button" aria-expanded={open} onClick={onToggle} className="flex min-h-14 w-full items-start gap-3 px-4 py-3 hover:bg-sunken">
            {heading}
            <ChevronDown size={16} aria-hidden className={clsx("mt-1 shrink-0 text-muted", open && "rotate-180")} />
          </button>
        ) : (
          <span className="flex min-h-14 items-start gap-3 px-4 py-3">{heading}</span>
        )}
      </h2>
      {open ? <div className="pb-2 md:pl-10">{children}</div> : null}
    </li>
  );
}
