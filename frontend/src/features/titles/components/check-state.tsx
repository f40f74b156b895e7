import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";

import { ApiError } from "@/api/problem";
import { isAtWork, useStartCheck, verificationQuery } from "@/api/verification";
import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { Age } from "@/ui/age";
import { Button } from "@/ui/button";
import { Empty } from "@/ui/empty";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";

import { useWords } from "../words.id";

/** The newest check of the catalogue, the source of risks and reasons: its age, progress, and a button. Returns a finished check only. */
export function useCheck() {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const { data: check, error, isPending, refetch } = useQuery(verificationQuery);
  const start = useStartCheck();
  const never = !check && error instanceof ApiError && error.code === "verification_not_found";
  const busy = start.isPending || isAtWork(check);
  const button = (
    <Button icon={<ShieldCheck size={16} aria-hidden />} busy={busy} disabled={!may("member")} onClick={() => start.mutate()}>
      {never ? w.check_start : w.check_again}
    </Button>
  );
  const head = (
    <>
      {start.error ? <Problem error={start.error} /> : null}
      {never ? (
        <Empty title={w.not_checked} action={button}>
          {w.not_checked_help}
        </Empty>
      ) : error && !check ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : isPending ? (
        <SkeletonRows rows={5} height="h-16" />
      ) : check ? (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2 text-meta text-muted">
          <p role="status" className="min-w-0 flex-1 basis-48">
            {check.finished_at ? (
              <>
                {w.risks_from} <Age at={check.finished_at} />
              </>
            ) : check.stalled ? (
              <span className="text-fail">
                {w.task_stalled}{" "}
                <PageLink to="/dead-letters" className="underline">
                  {w.to_dead}
                </PageLink>
              </span>
            ) : (
              w.check_running(number(check.listings))
            )}
          </p>
          {button}
        </div>
      ) : null}
    </>
  );
  return { head, check: check?.finished_at ? check : undefined };
}
