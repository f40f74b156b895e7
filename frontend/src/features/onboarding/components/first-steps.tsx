import { useState, type ReactNode } from "react";

import { useFormat } from "@/lib/format";
import { useWords as useReadingWords } from "@/ui/base-reading/words.id";
import { useChannelName } from "@/ui/channel";
import { Empty } from "@/ui/empty";
import { PageHeader } from "@/ui/page";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";

import { type Progress, type Step, STEPS, useProgress } from "../steps";
import { useWords } from "../words.id";
import { ApproveStep, MatchesStep } from "./later-steps";
import { PlanStep } from "./plan-step";
import { ReadingStep } from "./reading-step";
import { RulesStep } from "./rules-step";
import { StepFrame } from "./step-frame";

type Props = {
  /** The channels' keys, tests and consents. */
  connect: ReactNode;
  /** Starts an import, or shows the progress or result of one. */
  importing: ReactNode;
};

/** The steps from the keys to the first sync. Which steps are done is read from the server. */
export function FirstSteps({ connect, importing }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const { progress, error, retry } = useProgress();
  const [touched, setTouched] = useState<ReadonlyMap<Step, boolean>>(new Map());
  const summaries = useSummaries(progress);
  if (!progress) {
    return (
      <>
        <PageHeader title={w.title} meta={w.lead} />
        {error ? <Problem error={error} onRetry={retry} /> : <SkeletonRows rows={7} height="h-16" />}
      </>
    );
  }
  const { done, reachable, current } = progress;
  const toDo: Record<Step, ReactNode> = {
    connect,
    import: importing,
    rules: <RulesStep progress={progress} />,
    reading: <ReadingStep progress={progress} />,
    matches: <MatchesStep open={!done.matches} />,
    plan: <PlanStep />,
    approve: <ApproveStep plan={progress.plan} ran={done.approve} />,
  };
  // The first import may begin while another shop is still being connected, and matches may be decided later.
  const opened = (step: Step) => touched.get(step) ?? (step === current || (step === "import" && current === "connect" && reachable.import) || (step === "plan" && current === "matches" && reachable.plan && !done.plan));
  const next = STEPS.find((step) => !done[step] && step !== current);
  return (
    <>
      <PageHeader title={w.title} meta={`${w.of(number(STEPS.filter((step) => done[step]).length), number(STEPS.length))} · ${w.lead}`} />
      {current === undefined ? (
        <Empty title={w.all_done} action={<PageLink to="/" button="primary">{w.to_home}</PageLink>}>
          {w.all_done_help}
        </Empty>
      ) : null}
      <ol className="border-t">
        {STEPS.map((step, index) => (
          <StepFrame
            key={step}
            step={step}
            at={index + 1}
            state={done[step] ? "done" : step === current ? "now" : "later"}
            open={reachable[step] && opened(step)}
            onToggle={reachable[step] ? () => setTouched(new Map(touched).set(step, !opened(step))) : undefined}
            summary={summaries[step]}
          >
            {toDo[step]}
            {step === current && next ? <p className="px-4 pb-2 text-meta text-muted">{w.next(w.step[next])}</p> : null}
          </StepFrame>
        ))}
      </ol>
    </>
  );
}

function useSummaries(progress: Progress | undefined): Partial<Record<Step, string>> {
  const w = useWords();
  const reading = useReadingWords();
  const { number } = useFormat();
  const channelName = useChannelName();
  if (!progress) return {};
  const names = (channels: readonly string[]) => channels.map(channelName).join(", ");
  const finished = progress.imports.find(({ phase }) => phase === "finished");
  const listings = finished?.shops.reduce((sum, shop) => sum + shop.found, 0) ?? 0;
  return {
    connect: [w.connected(names(progress.connected)), progress.missing.length > 0 ? w.also(names(progress.missing)) : null].filter(Boolean).join(" · "),
    ...(finished ? { import: w.found(number(listings), number(finished.masters_created)) } : {}),
    rules: w.rules_done(names(progress.connected)),
    reading: reading.done(number(progress.task?.looked_at ?? 0), number(progress.task?.counts["changed"] ?? 0)),
    matches: w.matches_none,
    plan: w.plan_made,
  };
}
