import type { ReactNode } from "react";

import { useMe } from "@/auth/me";
import { PageHeader, Section } from "@/ui/page";
import { useRoleName } from "@/ui/role-note";

import { useWords } from "../words.id";
import { Appearance } from "./appearance";
import { NoticeKinds } from "./notice-kinds";
import { SkuPattern } from "./sku-pattern";

/** `connections`: the section about the channels' keys, shown first. */
export function Settings({ connections }: { connections: ReactNode }) {
  const w = useWords();
  const me = useMe();
  const roleName = useRoleName();
  return (
    <>
      <PageHeader title={w.title} />
      {connections}
      <Appearance />
      <SkuPattern />
      <NoticeKinds />
      <Section title={w.account}>
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 px-4 pb-6">
          <dt className="text-muted">{w.name}</dt>
          <dd>{me.name}</dd>
          <dt className="text-muted">{w.role}</dt>
          <dd>
            {roleName(me.role)}
            <span className="block text-meta text-muted">{w.may[me.role]}</span>
          </dd>
        </dl>
      </Section>
    </>
  );
}
