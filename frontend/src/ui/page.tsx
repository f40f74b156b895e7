import type { ReactNode } from "react";

import { Guide } from "./guide";

type HeadProps = {
  title: ReactNode;
  /** A line under it: counts, age. */
  meta?: ReactNode;
  /** On phones they are under the title; the primary action belongs in `Foot`. */
  actions?: ReactNode;
  /** A link back, if the page is below another. */
  back?: ReactNode;
};

export function PageHeader({ title, meta, actions, back }: HeadProps) {
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 pt-4 pb-3">
      <div className="min-w-0 flex-1 basis-48">
        {back ? <div className="-ml-1 text-meta">{back}</div> : null}
        <h1 className="text-title font-semibold" tabIndex={-1} data-page-title>
          {title}
        </h1>
        <div className="flex flex-wrap items-center gap-x-3 text-meta text-muted">
          {meta ? <div>{meta}</div> : null}
          <Guide />
        </div>
      </div>
      {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </header>
  );
}

/** Stays at the bottom of the page, above the phone's tabs: a summary, and the primary action. */
export function Foot({ children, actions }: { children?: ReactNode; actions: ReactNode }) {
  return (
    <div className="sticky bottom-(--tabs) z-20 border-t bg-surface">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2">
        <div className="min-w-0 flex-1 text-meta text-muted max-md:basis-full">{children}</div>
        <div className="flex gap-2 md:flex-wrap max-md:flex-1 max-md:*:min-w-0 max-md:*:flex-1 max-md:*:whitespace-normal">{actions}</div>
      </div>
    </div>
  );
}

/** A part of a page with its own heading. No cards: a hairline and space. */
export function Section({ title, meta, actions, children }: { title: string; meta?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="border-t" aria-label={title}>
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-4 pt-4 pb-2">
        <h2 className="font-semibold">{title}</h2>
        {meta ? <div className="text-meta text-muted">{meta}</div> : null}
        {actions ? <div className="ml-auto flex gap-2">{actions}</div> : null}
      </div>
      {children}
    </section>
  );
}
