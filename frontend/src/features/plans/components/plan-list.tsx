import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";

import { shortHash, useFormat } from "@/lib/format";
import { Actor } from "@/ui/actor";
import { Ago } from "@/ui/age";
import { Empty } from "@/ui/empty";
import { channelLetter } from "@/ui/glyph";
import { LoadMore } from "@/ui/load-more";
import { Problem } from "@/ui/problem";
import { SkeletonRows } from "@/ui/skeleton";
import { Status, type Tone } from "@/ui/status";

import { type Plan, plansQuery } from "../queries";
import { useWords } from "../words.id";

/** Every plan, the newest first. */
export function PlanList() {
  const w = useWords();
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(plansQuery);
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={6} height="h-16" />;
  const plans = data.pages.flatMap((page) => page.items);
  if (plans.length === 0) return <Empty title={w.list_empty}>{w.list_empty_help}</Empty>;
  return (
    <>
      <ol aria-label={w.list}>
        {plans.map((plan) => (
          <li key={plan.id} className="border-b">
            <PlanRow plan={plan} />
          </li>
        ))}
      </ol>
      {hasNextPage ? <LoadMore busy={isFetchingNextPage} onMore={() => void fetchNextPage()} /> : null}
    </>
  );
}

function PlanRow({ plan }: { plan: Plan }) {
  const w = useWords();
  const { number } = useFormat();
  const { tone, said } = useStanding(plan);
  const counts = [
    w.changes(number(plan.changes)),
    plan.blocked > 0 ? w.held(number(plan.blocked)) : null,
    plan.conflicts > 0 ? w.conflicts(number(plan.conflicts)) : null,
  ];
  return (
    <Link to="/sync/plans/$planId" params={{ planId: plan.id }} className="flex min-h-16 items-center gap-3 px-4 py-2 hover:bg-sunken">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <Status tone={tone}>{said}</Status>
          <span className="tabular-nums">{plan.state === "preparing" ? w.products_of(number(plan.looked_at), number(plan.to_look_at)) : counts.filter(Boolean).join(" · ")}</span>
        </p>
        <p className="dotted text-meta text-muted">
          <span>
            <Actor subject={plan.created_by} />
          </span>
          <Ago at={plan.created_at} />
          {plan.undoes ? <span>{w.of_run}</span> : null}
          <span aria-hidden>{Object.keys(plan.by_channel).map(channelLetter).join(" ")}</span>
          {plan.hash ? <code className="font-mono">{shortHash(plan.hash)}</code> : null}
        </p>
      </div>
      <ChevronRight size={16} aria-hidden className="text-muted" />
    </Link>
  );
}

function useStanding(plan: Plan): { tone: Tone; said: string } {
  const w = useWords();
  if (plan.state === "preparing") return { tone: "wait", said: w.state.preparing };
  if (plan.state === "failed") return { tone: "fail", said: w.state.failed };
  if (plan.freshness === "used") return { tone: "plain", said: w.state.used };
  if (plan.freshness === "stale") return { tone: "wait", said: w.state.stale };
  if (plan.changes === 0 && plan.blocked + plan.conflicts > 0) return { tone: "wait", said: w.state.held };
  if (plan.changes === 0) return { tone: "plain", said: w.state.empty };
  return { tone: "accent", said: w.state.ready };
}
