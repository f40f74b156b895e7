import { BaseReading } from "@/ui/base-reading/base-reading";

import type { Progress } from "../steps";

/** The question about the meaning of the shops' prices, or the result of its answer. */
export function ReadingStep({ progress: { task, connected, done } }: { progress: Progress }) {
  return <BaseReading task={task} channel={done.reading ? undefined : connected[0]} />;
}
