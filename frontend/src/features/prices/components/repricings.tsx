import { useQuery } from "@tanstack/react-query";

import { useFormat } from "@/lib/format";
import { Ago } from "@/ui/age";
import { useChannelName } from "@/ui/channel";
import { Section } from "@/ui/page";
import { PageLink } from "@/ui/page-link";
import { Progress } from "@/ui/progress";
import { Status } from "@/ui/status";

import { isWorking, type Repricing, repricingsQuery } from "../queries";
import { useWords } from "../words.id";

/** The progress of running price computations. Shown at the top of the page. */
export function Working() {
  const w = useWords();
  const { data } = useQuery(repricingsQuery);
  return <List label={w.repricings} items={(data ?? []).filter((one) => one.state !== "finished")} />;
}

/** The results of the last computations, and how many listings wait for a sync because of them. */
export function Repricings() {
  const w = useWords();
  const { data } = useQuery(repricingsQuery);
  const done = (data ?? []).filter(({ state }) => state === "finished");
  if (done.length === 0) return null;
  return (
    <Section title={w.repricings}>
      <List items={done} />
    </Section>
  );
}

function List({ items, label }: { items: readonly Repricing[]; label?: string }) {
  if (items.length === 0) return null;
  return (
    <ul aria-label={label} className="border-t">
      {items.map((one) => (
        <li key={one.id} className="border-b last:border-b-0">
          <Line repricing={one} />
        </li>
      ))}
    </ul>
  );
}

function Line({ repricing: one }: { repricing: Repricing }) {
  const w = useWords();
  const { number } = useFormat();
  const channelName = useChannelName();
  const { products, listings, moved } = one;
  const left = typeof products === "number" && products >= listings ? products - listings : undefined;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
      <div className="min-w-0 flex-1 basis-64">
        <p>
          <span className="font-medium">{channelName(one.channel)}</span> <span className="text-muted">{w.repricing_cause[one.cause]}</span>
        </p>
        {isWorking(one) ? (
          left === undefined ? (
            <p role="status" className="text-meta text-muted">
              {w.repricing_state[one.state]} · {w.repricing_seen_count(number(listings))}
            </p>
          ) : (
            <Progress label={w.repricing_label(channelName(one.channel))} total={listings + left} shares={[{ label: w.repricing_seen, value: listings, tone: "accent" }]} rest={[{ label: w.repricing_left, value: left }]} />
          )
        ) : (
          <p className="text-meta text-muted">
            {one.stalled ? <Status tone="fail">{w.repricing_stalled}</Status> : moved > 0 ? w.repricing_moved(number(moved)) : w.repricing_same} · <Ago at={one.finished_at ?? one.started_at} />
          </p>
        )}
      </div>
      {one.stalled ? (
        <PageLink to="/dead-letters" button="plain">
          {w.to_dead}
        </PageLink>
      ) : null}
      {!isWorking(one) && moved > 0 ? (
        <PageLink to="/sync?new=true" button="plain">
          {w.to_sync}
        </PageLink>
      ) : null}
    </div>
  );
}
