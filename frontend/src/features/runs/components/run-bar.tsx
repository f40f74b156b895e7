import { useFormat } from "@/lib/format";
import { Progress } from "@/ui/progress";

import { counted, doneOf } from "../counts";
import type { Run } from "../queries";
import { useWords } from "../words.id";

/** One bar: succeeded, under audit, failed; the rest stays empty. */
export function RunBar({ run }: { run: Pick<Run, "counts" | "jobs" | "done"> }) {
  const w = useWords();
  const { number } = useFormat();
  const { succeeded, audited, failed, dropped, left } = counted(run.counts);
  return (
    <Progress
      label={`${w.progress}: ${w.tasks(number(doneOf(run)), number(run.jobs))}`}
      total={run.jobs}
      rest={[
        { label: w.share.left, value: left },
        { label: w.share.dropped, value: dropped },
      ]}
      shares={[
        { label: w.share.succeeded, value: succeeded, tone: "ok" },
        { label: w.share.audited, value: audited, tone: "wait" },
        { label: w.share.failed, value: failed, tone: "fail" },
      ]}
    />
  );
}
