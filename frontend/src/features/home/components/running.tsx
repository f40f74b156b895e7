import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { Section } from "@/ui/page";
import { PageLink } from "@/ui/page-link";
import { Progress } from "@/ui/progress";

import { useWords } from "../words.id";

export function Running({ runs }: { runs: readonly Schema<"Run">[] }) {
  const w = useWords();
  const { number } = useFormat();
  if (runs.length === 0) return null;
  return (
    <Section title={w.running}>
      <ul className="border-t">
        {runs.map((run) => (
          <li key={run.id} className="border-b last:border-b-0">
            <PageLink to={`/sync/runs/${run.id}`} className="flex flex-col gap-2 px-4 py-3 hover:bg-sunken">
              <p className="flex flex-wrap gap-x-3">
                <span className="font-medium">{w.run_state[run.state]}</span>
                <span className="text-muted">{w.wave(number(run.wave + 1), number(run.waves.length))}</span>
              </p>
              <Progress
                label={w.run(number(run.done), number(run.jobs))}
                total={run.jobs}
                shares={[
                  { label: w.job.succeeded, value: (run.counts["succeeded"] ?? 0) + (run.counts["unchanged"] ?? 0), tone: "ok" },
                  { label: w.job.accepted, value: run.counts["accepted"] ?? 0, tone: "wait" },
                  { label: w.job.failed, value: (run.counts["failed"] ?? 0) + (run.counts["stale"] ?? 0), tone: "fail" },
                ]}
              />
            </PageLink>
          </li>
        ))}
      </ul>
    </Section>
  );
}
