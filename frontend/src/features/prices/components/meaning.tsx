import { useQuery } from "@tanstack/react-query";

import { isReading, tasksQuery } from "@/api/prices";
import { Ago } from "@/ui/age";
import { Button } from "@/ui/button";
import { Section } from "@/ui/page";
import { Status } from "@/ui/status";

import { usePlace } from "../use-place";
import { useWords } from "../words.id";

/** Shows whether the seller has said what the prices in the shops mean. `channel`: a channel with a rule, if any. */
export function Meaning({ channel }: { channel: string | undefined }) {
  const w = useWords();
  const { open } = usePlace();
  const { data } = useQuery(tasksQuery);
  if (!data) return null;
  const task = data.find(isReading);
  const answered = task?.kind === "base_reading";
  const working = task && !task.finished_at;
  return (
    <Section title={w.meaning}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pb-4">
        <p className="min-w-0 flex-1 basis-64">
          {working ? <Status tone="wait">{w.meaning_running}</Status> : task ? <>{answered ? w.meaning_done : w.meaning_undone} · <Ago at={task.finished_at ?? task.started_at} /></> : <span className={channel ? "text-wait" : "text-muted"}>{channel ? w.meaning_open : w.meaning_later}</span>}
        </p>
        {channel ? (
          <div className="flex flex-wrap gap-2">
            {answered || working ? <Button onClick={() => open({ sheet: "reading", channel })}>{w.meaning_see}</Button> : null}
            {working ? null : <Button onClick={() => open({ sheet: "reading", channel, ...(answered ? { again: true } : {}) })}>{answered ? w.meaning_again : w.meaning_answer}</Button>}
          </div>
        ) : null}
      </div>
    </Section>
  );
}
