import { Plus } from "lucide-react";
import type { ReactNode } from "react";

import { useMe } from "@/auth/me";
import { Button } from "@/ui/button";
import { PageHeader } from "@/ui/page";
import { RoleNote } from "@/ui/role-note";
import { TabPanel, Tabs } from "@/ui/tabs";

import { useWords } from "../words.id";

export type SyncTab = "runs" | "plans";

type Props = { tab: SyncTab; onTab: (tab: SyncTab) => void; onNew: () => void; children: ReactNode };

/** Running and finished syncs, and plans that wait for approval. */
export function SyncPage({ tab, onTab, onNew, children }: Props) {
  const w = useWords();
  const { may } = useMe();
  const action = (
    <Button icon={<Plus size={16} aria-hidden />} onClick={onNew} disabled={!may("member")}>
      {w.new}
    </Button>
  );
  return (
    <>
      <PageHeader title={w.title} meta={<RoleNote needs="member" />} actions={action} />
      <Tabs
        value={tab}
        onChange={onTab}
        label={w.views}
        tabs={[
          { value: "runs", label: w.runs },
          { value: "plans", label: w.plans },
        ]}
      >
        <TabPanel value={tab}>{children}</TabPanel>
      </Tabs>
    </>
  );
}
