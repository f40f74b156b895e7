import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";

import { ApiError } from "@/api/problem";
import { type Check, isAtWork, useStartCheck, type Verification as Found, verificationQuery } from "@/api/verification";
import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { Age } from "@/ui/age";
import { Button } from "@/ui/button";
import { Empty } from "@/ui/empty";
import { PageHeader, Section } from "@/ui/page";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";
import { SkeletonRows } from "@/ui/skeleton";
import { Status } from "@/ui/status";

import { useWords } from "../words.id";
import { CheckLine } from "./check-line";

type Props = { open: Check | undefined; onOpen: (check: Check | undefined) => void };

/** The newest check of the catalogue, line by line, and the button that starts a new one. */
export function Verification({ open, onOpen }: Props) {
  const w = useWords();
  const { may } = useMe();
  const { data: found, error, isPending, refetch } = useQuery(verificationQuery);
  const start = useStartCheck();
  const never = !found && error instanceof ApiError && error.code === "verification_not_found";
  const working = isAtWork(found);
  const button = (
    <Button look="primary" icon={<ShieldCheck size={16} aria-hidden />} busy={start.isPending || working} disabled={!may("member")} onClick={() => start.mutate()}>
      {start.isPending ? w.starting : found ? w.again : w.start}
    </Button>
  );
  return (
    <>
      <PageHeader title={w.title} meta={found?.finished_at ? <Age at={found.finished_at} /> : w.lead} actions={found ? button : null} />
      <div className="px-4 pb-2 empty:hidden">
        <RoleNote needs="member" />
      </div>
      {start.error ? <Problem error={start.error} /> : null}
      {never ? (
        <Empty title={w.never} action={button}>
          {w.never_help}
        </Empty>
      ) : error && !found ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : null}
      {isPending ? <SkeletonRows rows={5} height="h-16" /> : null}
      {found ? <Result found={found} open={open} onOpen={onOpen} /> : null}
    </>
  );
}

function Result({ found, open, onOpen }: Props & { found: Found }) {
  const w = useWords();
  const { number } = useFormat();
  if (!found.finished_at) {
    return (
      <div className="flex flex-col items-start gap-2 border-t px-4 py-4" role="status">
        <Status tone={found.stalled ? "fail" : "wait"}>{w.running}</Status>
        <p className="text-muted">{found.stalled ? w.stalled : w.looked_at(number(found.listings))}</p>
        {found.stalled ? (
          <PageLink to="/dead-letters" button="plain">
            {w.to_dead}
          </PageLink>
        ) : null}
      </div>
    );
  }
  const wrong = found.checks.reduce((sum, check) => sum + check.failed, 0);
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-4 border-t px-4 py-4">
        <Status tone={wrong === 0 ? "ok" : "fail"}>{wrong === 0 ? w.all_right : w.some_wrong(number(wrong))}</Status>
        <span className="text-meta text-muted">{w.looked_at(number(found.listings))}</span>
      </div>
      <ul className="border-t">
        {found.checks.map((check) => (
          <li key={check.check} className="border-b last:border-b-0">
            <CheckLine id={found.id} line={check} open={open === check.check} onOpen={(on) => onOpen(on ? check.check : undefined)} />
          </li>
        ))}
      </ul>
      <Titles found={found} />
    </>
  );
}

function Titles({ found }: { found: Found }) {
  const w = useWords();
  const { number } = useFormat();
  const origins = Object.entries(found.titles).map(([origin, count]) => `${number(count)} ${(w.title_origin as Record<string, string>)[origin] ?? origin}`);
  return (
    <Section title={w.titles}>
      <div className="flex flex-col items-start gap-2 px-4 pb-6">
        <p>{origins.join(" · ")}</p>
        {found.titles_outdated > 0 ? <p className="text-wait">{w.outdated(number(found.titles_outdated))}</p> : null}
        {found.title_risks > 0 ? <p className="text-wait">{w.risks(number(found.title_risks))}</p> : null}
        {found.titles_outdated + found.title_risks > 0 ? (
          <PageLink to={found.title_risks > 0 ? "/titles?tab=risks" : "/titles?show=outdated"} button="plain">
            {w.to_titles}
          </PageLink>
        ) : null}
      </div>
    </Section>
  );
}
