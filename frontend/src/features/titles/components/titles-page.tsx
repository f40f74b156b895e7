import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { RefreshCw } from "lucide-react";
import { useState } from "react";

import { verificationQuery } from "@/api/verification";
import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { useIdempotencyKey } from "@/lib/idempotency";
import { Button } from "@/ui/button";
import { PageHeader } from "@/ui/page";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";
import { TabPanel, Tabs } from "@/ui/tabs";

import { planTitles, workQuery } from "../queries";
import { filterOf, TABS, type TitleSearch } from "../search";
import { useWords } from "../words.id";
import { Check } from "./check";
import { Proposals } from "./proposals";
import { Risks } from "./risks";
import { Rules } from "./rules";
import { TaskSheet } from "./task-sheet";
import { TitleSheet } from "./title-sheet";

export type Change = (next: Partial<TitleSearch>, replace?: boolean) => void;
type Props = { search: TitleSearch; onSearch: Change };

/** The titles of products on each channel: proposals, titles that are too similar, and the rules for proposals. */
export function TitlesPage({ search, onSearch }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const { tab = "proposals" } = search;
  const { data: check } = useQuery(verificationQuery);
  const [first, setFirst] = useState(0);
  const counts = { proposals: undefined, risks: check?.finished_at ? number(check.title_risks) : undefined, check: undefined, rules: undefined };
  const showTask = (task: string, done = 0) => {
    setFirst(done);
    onSearch({ task });
  };
  return (
    <>
      <PageHeader title={w.title} meta={w.lead} actions={<SyncTitles search={search} />} />
      <div className="px-4 pb-2 empty:hidden">
        <RoleNote needs="member" />
      </div>
      <Work onShow={showTask} />
      <Tabs value={tab} onChange={(next) => onSearch({ tab: next === "proposals" ? undefined : next }, true)} label={w.tabs} tabs={TABS.map((value) => ({ value, label: w.tab[value], count: counts[value] }))}>
        <TabPanel value={tab}>
          {tab === "proposals" ? <Proposals search={search} onSearch={onSearch} onTask={showTask} /> : null}
          {tab === "risks" ? <Risks search={search} onSearch={onSearch} /> : null}
          {tab === "check" ? <Check onOpen={(title) => onSearch({ title })} /> : null}
          {tab === "rules" ? <Rules channel={search.rule} onChannel={(rule) => onSearch({ rule }, true)} onSee={() => onSearch({ tab: undefined, show: "outdated" })} /> : null}
        </TabPanel>
      </Tabs>
      {search.title ? <TitleSheet key={search.title} listing={search.title} onOpen={(title) => onSearch({ title }, true)} onClose={() => onSearch({ title: undefined }, true)} /> : null}
      {search.task ? <TaskSheet key={search.task} id={search.task} first={first} onClose={() => onSearch({ task: undefined }, true)} /> : null}
    </>
  );
}

/** Decided titles reach the shops by a plan, like every other change. */
function SyncTitles({ search }: { search: TitleSearch }) {
  const w = useWords();
  const { may } = useMe();
  const navigate = useNavigate();
  const { key, renew } = useIdempotencyKey();
  const plan = useMutation({
    mutationFn: () => planTitles(search.tab ? {} : filterOf(search), key),
    onSuccess: ({ id }) => void navigate({ to: "/sync/plans/$planId", params: { planId: id } }),
    onSettled: renew,
  });
  return (
    <div>
      <Button icon={<RefreshCw size={16} aria-hidden />} busy={plan.isPending} disabled={!may("member")} onClick={() => plan.mutate()}>
        {plan.isPending ? w.sync_making : w.sync}
      </Button>
      {plan.error ? <Problem error={plan.error} /> : null}
    </div>
  );
}

function Work({ onShow }: { onShow: (task: string) => void }) {
  const w = useWords();
  const { data: work } = useQuery(workQuery);
  if (!work) return null;
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-4 border-t px-4 py-1 text-wait">
      {work.stalled ? w.task_stalled : w.work}
      <Button look="quiet" onClick={() => onShow(work.id)}>
        {w.work_show}
      </Button>
    </div>
  );
}
