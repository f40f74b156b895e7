import { Skeleton } from "@/ui/skeleton";

import { useWords as useUiWords } from "@/ui/words.id";

/** A skeleton with the real sizes of a pair. */
export function PairSkeleton() {
  const w = useUiWords();
  return (
    <div role="status" aria-label={w.loading} className="border-t px-4 pt-11">
      <div className="grid grid-cols-2 gap-3 md:gap-6 lg:max-w-3xl">
        {["left", "right"].map((side) => (
          <div key={side} className="flex flex-col gap-3">
            <Skeleton className="h-4 w-24" />
            <Skeleton className="aspect-square w-full rounded-md md:max-h-80" />
            <Skeleton className="h-4 w-full" />
            <Skeleton className="h-4 w-2/3" />
          </div>
        ))}
      </div>
    </div>
  );
}
