import { useQuery } from "@tanstack/react-query";

import { isReading, tasksQuery } from "@/api/prices";
import { BaseReading } from "@/ui/base-reading/base-reading";
import { Sheet } from "@/ui/dialog";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";

import { usePlace } from "../use-place";
import { useWords } from "../words.id";

/** What the prices in the shops mean: asked after the first rule, and again when somebody wants to. */
export function ReadingSheet({ channel, again }: { channel: string; again: boolean }) {
  const w = useWords();
  const { close, turn } = usePlace();
  const { data, error, refetch } = useQuery(tasksQuery);
  return (
    <Sheet open onOpenChange={close} title={w.meaning}>
      <div className="-mx-4">
        {data ? (
          <BaseReading task={data.find(isReading)} channel={channel} again={again} onChosen={() => turn({ again: undefined }, true)} />
        ) : error ? (
          <Problem error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonRows rows={4} />
        )}
      </div>
    </Sheet>
  );
}
