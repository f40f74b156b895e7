import { useQuery } from "@tanstack/react-query";

import { channelsQuery } from "@/api/channels";
import type { Schema, Tagged } from "@/api/client";
import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { toast } from "@/lib/toast";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Checkbox, Field, Select } from "@/ui/field";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";
import { SaveBar } from "@/ui/save-bar";
import { SkeletonRows } from "@/ui/skeleton";

import { ruleQuery } from "../queries";
import { type RuleForm, useRule } from "../use-rule";
import { useWords } from "../words.id";
import { Banned, Pattern, Swaps } from "./rule-lists";
import { Keywords } from "./rule-keywords";

type Props = { channel: string | undefined; onChannel: (channel: string) => void; onSee: () => void };

/** The rule from which a channel's proposals are made. */
export function Rules({ channel, onChannel, onSee }: Props) {
  const w = useWords();
  const channelName = useChannelName();
  const channels = useQuery(channelsQuery);
  const chosen = channel ?? channels.data?.[0]?.channel;
  return (
    <>
      <div className="flex flex-col gap-3 px-4 py-3">
        <p className="max-w-prose text-muted">{w.rule_lead}</p>
        {channels.data ? (
          <Field label={w.rule_of} className="md:max-w-72">
            <Select value={chosen ?? ""} onChange={(event) => onChannel(event.target.value)} options={channels.data.map((one) => ({ value: one.channel, label: channelName(one.channel) }))} />
          </Field>
        ) : null}
        <RoleNote needs="admin" />
      </div>
      {channels.error && !channels.data ? <Problem error={channels.error} onRetry={() => void channels.refetch()} /> : null}
      {chosen ? <Stored key={chosen} channel={chosen} onSee={onSee} /> : channels.error ? null : <SkeletonRows />}
    </>
  );
}

function Stored({ channel, onSee }: { channel: string; onSee: () => void }) {
  const { data, error, refetch } = useQuery(ruleQuery(channel));
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows />;
  return <Editor stored={data} onSee={onSee} />;
}

function Editor({ stored, onSee }: { stored: Tagged<Schema<"StoredTitleRule">>; onSee: () => void }) {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const admin = may("admin");
  const form = useRule(stored, (version) => void toast.success(w.rule_saved(number(version)), { description: w.rule_saved_help, action: { label: w.rule_see, onClick: onSee }, actionButtonStyle: { minHeight: 44, paddingInline: 16 } }));
  const { version } = stored.data;
  return (
    <>
      <p className="px-4 pb-2 text-meta text-muted">{version === 0 ? w.rule_preset : w.rule_version(number(version))}</p>
      <Clashes form={form} />
      {form.error ? <Problem error={form.error} /> : null}
      <fieldset disabled={!admin} className="min-w-0">
        <legend className="sr-only">{w.rule_of}</legend>
        <div className="border-t px-4 py-3">
          <Checkbox label={w.rule_enabled} hint={w.rule_enabled_hint} checked={form.rule.enabled} onChange={(event) => form.set({ enabled: event.target.checked })} />
        </div>
        <Pattern form={form} />
        <Keywords form={form} />
        <Swaps form={form} />
        <Banned form={form} />
      </fieldset>
      <SaveBar changes={form.parts.length} saving={form.saving} onSave={form.save} onDiscard={form.discard} />
    </>
  );
}

/** Somebody else saved in between. A person decides only the parts that both changed. */
function Clashes({ form }: { form: RuleForm }) {
  const w = useWords();
  if (form.clashes.length === 0) return form.merged && form.parts.length > 0 ? <p role="alert" className="mx-4 mb-3 border-l-2 border-wait pl-3">{w.rule_merged}</p> : null;
  return (
    <div role="alert" className="m-4 border-l-2 border-fail bg-surface p-4">
      <h2 className="font-semibold">{w.rule_clash}</h2>
      <p className="text-muted">{w.rule_clash_help}</p>
      <ul>
        {form.clashes.map((part) => (
          <li key={part} className="flex flex-wrap items-center gap-2 border-t py-2 first:border-t-0">
            <span className="flex-1 basis-32 font-medium">{w.rule_part[part]}</span>
            <Button onClick={() => form.settle(part, "mine")}>{w.rule_mine}</Button>
            <Button onClick={() => form.settle(part, "theirs")}>{w.rule_theirs}</Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
