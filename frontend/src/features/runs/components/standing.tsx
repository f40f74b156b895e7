import { useFormat } from "@/lib/format";
import type { Tone } from "@/ui/status";

import { counted } from "../counts";
import type { Run } from "../queries";
import { useWords } from "../words.id";

const TONE: Record<Run["state"], Tone> = { starting: "wait", running: "wait", watching: "wait", awaiting_approval: "accent", paused: "wait", cancelled: "plain", finished: "ok" };

/** The state of a run in the seller's words. It is done only when the channels have returned every value. */
export function useStanding(run: Run): { tone: Tone; said: string } {
  const w = useWords();
  const { number } = useFormat();
  const { failed, audited } = counted(run.counts);
  if (run.state === "finished" && failed > 0) return { tone: "fail", said: w.finished_with(number(failed)) };
  if (run.state === "finished" && audited > 0) return { tone: "wait", said: w.finished_auditing(number(audited)) };
  return { tone: TONE[run.state], said: w.state[run.state] };
}
