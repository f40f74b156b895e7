import { BaseReading } from "@/ui/base-reading/base-reading";

import type { Progress } from "../steps";

/** The one question about the prices in the shops, or what became of its answer. */
export function ReadingStep({ progress: { task, connected, done } }: { progress: Progress }) {
  return <BaseReading task={task} channel={done.reading ? undefined : connected[0]} />;
}
