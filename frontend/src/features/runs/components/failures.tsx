import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import type { Schema } from "@/api/client";
import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { useIdempotencyKey } from "@/lib/idempotency";
import { said, useLanguage } from "@/lib/words";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { useFailureName } from "@/ui/failure/failure";
import { Menu, MenuItem } from "@/ui/menu";
import { Section } from "@/ui/page";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";

import { counted } from "../counts";
import { failuresQuery, type Run, useSteer } from "../queries";
import { useWords } from "../words.id";

type Group = Schema<"FailureGroup">;

/** The failed listings by reason, each with one remedy and one button. */
export function Failures({ run, onShow }: { run: Run; onShow: (code: string) => void }) {
  const w = useWords();
  const { number } = useFormat();
  const total = Object.values(run.failures).reduce((sum, count) => sum + count, 0);
  const { data, error, refetch } = useQuery({ ...failuresQuery(run.id), enabled: total > 0 });
  if (total === 0) return null;
  return (
    <Section title={w.failures} meta={w.failure_jobs(number(total))} actions={<RetryChannel run={run} />}>
      {error && !data ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {data ? (
        <ul className="border-t">
          {data.items.map((group) => (
            <FailureRow key={group.code} run={run} group={group} onShow={() => onShow(group.code)} />
          ))}
        </ul>
      ) : error ? null : (
        <SkeletonRows rows={Object.keys(run.failures).length} height="h-20" />
      )}
    </Section>
  );
}

function FailureRow({ run, group, onShow }: { run: Run; group: Group; onShow: () => void }) {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  useLanguage();
  const name = useFailureName();
  const { key, renew } = useIdempotencyKey();
  const steer = useSteer(run.id);
  const retry = () => steer.mutate({ do: "retry", key: `${key}-${group.code}`, only: { code: group.code } }, { onSuccess: renew });
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className="font-medium text-fail">{name(group.code)}</span>
          <span className="tabular-nums">{w.failure_jobs(number(group.jobs))}</span>
          <code className="font-mono text-meta text-muted">{group.code}</code>
        </p>
        <p className="text-muted">{said(group.remedy.text, group.remedy.text_en)}</p>
        {steer.error ? <Problem error={steer.error} /> : null}
      </div>
      <div className="flex gap-2 max-md:w-full max-md:*:flex-1">
        <Button onClick={onShow}>{w.failure_see}</Button>
        <Fix run={run} action={group.remedy.action} />
        {group.remedy.retries ? (
          <Button disabled={!may("admin")} busy={steer.isPending} onClick={retry}>
            {w.retry_group(number(group.jobs))}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

/** Tries the failed listings of one channel again, where the run has failures on several. */
function RetryChannel({ run }: { run: Run }) {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const channelName = useChannelName();
  const { key, renew } = useIdempotencyKey();
  const steer = useSteer(run.id);
  const failed = Object.entries(run.by_channel).flatMap(([channel, counts]) => (counted(counts).failed > 0 ? [{ channel, count: counted(counts).failed }] : []));
  if (failed.length < 2) return null;
  return (
    <>
      <Menu
        trigger={
          <Button disabled={!may("admin")} busy={steer.isPending}>
            {w.retry_channel}
          </Button>
        }
      >
        {failed.map(({ channel, count }) => (
          <MenuItem key={channel} onSelect={() => steer.mutate({ do: "retry", key: `${key}-${channel}`, only: { channel } }, { onSuccess: renew })}>
            {w.retry_of(channelName(channel), number(count))}
          </MenuItem>
        ))}
      </Menu>
      {steer.error ? <Problem error={steer.error} /> : null}
    </>
  );
}

/** A link to the page where the remedy is done, if it is not done here. */
function Fix({ run, action }: { run: Run; action: string }) {
  const w = useWords();
  if (action === "reconnect" || action === "import") {
    return (
      <PageLink to={action === "import" ? "/imports" : "/settings"} button="plain">
        {w.fix[action]}
      </PageLink>
    );
  }
  if (action === "new_plan") {
    return (
      <Button asChild>
        <Link to="/sync/plans/$planId" params={{ planId: run.plan_id }}>
          {w.fix.new_plan}
        </Link>
      </Button>
    );
  }
  return null;
}
