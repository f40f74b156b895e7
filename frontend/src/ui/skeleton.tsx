import { clsx } from "clsx";

import { useWords } from "./words.id";

/** Bars with the real height of the content; they appear only after 150 ms. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={clsx("animate-late rounded-sm bg-sunken", className)} />;
}

/** As many rows of a list as fit a phone. */
export function SkeletonRows({ rows = 8, height = "h-11" }: { rows?: number; height?: string }) {
  const w = useWords();
  return (
    <div role="status" aria-label={w.loading} className="flex flex-col divide-y">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={clsx("flex items-center px-4", height)}>
          <Skeleton className={clsx("h-4", row % 3 === 0 ? "w-1/2" : row % 3 === 1 ? "w-2/3" : "w-2/5")} />
        </div>
      ))}
    </div>
  );
}

/** In place of a whole page whose code or first data is loading. */
export function PagePending() {
  const w = useWords();
  return (
    <>
      <h1 className="sr-only">{w.loading}</h1>
      <SkeletonRows />
    </>
  );
}
