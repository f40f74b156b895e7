import { PageLink } from "@/ui/page-link";

import { useWords } from "../words.id";

export function MatchesStep({ open }: { open: boolean }) {
  const w = useWords();
  return (
    <div className="flex flex-col items-start gap-3 px-4 pb-4">
      <p>{open ? w.matches_open : w.matches_none}</p>
      {open ? <p className="text-muted">{w.matches_later}</p> : null}
      <PageLink to="/matches" button={open ? "primary" : "plain"}>
        {w.to_matches}
      </PageLink>
    </div>
  );
}

export function ApproveStep({ plan, ran }: { plan: string | undefined; ran: boolean }) {
  const w = useWords();
  return (
    <div className="flex flex-col items-start gap-3 px-4 pb-4">
      <p>{w.approve_help}</p>
      {plan ? (
        <PageLink to={`/sync/plans/${plan}`} button={ran ? "plain" : "primary"}>
          {w.open_plan}
        </PageLink>
      ) : null}
    </div>
  );
}
