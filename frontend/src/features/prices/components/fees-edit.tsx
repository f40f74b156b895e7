import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "@/lib/toast";

import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { said, useLanguage } from "@/lib/words";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Sheet } from "@/ui/dialog";
import { Field, Input, Select, Textarea } from "@/ui/field";
import { Problem } from "@/ui/problem";

import { feeGroups, feeOfGroup, type FeeErrors, feesIn, feeValuesOf, nameOfGroup, newFeeKey, scheduleOf, sentOf, textOf, type TypedFee, withPreset } from "../fee-form";
import type { Values } from "../merge";
import { type FeeVersion, feesQuery, presetsQuery, saveFees } from "../queries";
import { useToday } from "../today";
import { type Edit, type Stored, useEdit } from "../use-edit";
import { usePlace } from "../use-place";
import { useSayFees } from "../use-say-fees";
import { useWords } from "../words.id";
import { EditSheet } from "./edit-sheet";
import { FeeField } from "./fee-field";
import { Meeting } from "./meeting";

type Props = { channel: string; category: string | undefined; version: number | undefined };

/** A new version of the fees of a channel or of one of its categories, based on published or stored fees. */
export function FeesEdit(props: Props) {
  const w = useWords();
  const channelName = useChannelName();
  const { close } = usePlace();
  const { data, error, refetch } = useQuery(feesQuery(props.channel));
  if (data) return <Loaded {...props} versions={data} />;
  if (!error) return null;
  return (
    <Sheet open onOpenChange={close} title={w.fees_of(channelName(props.channel))}>
      <Problem error={error} onRetry={() => void refetch()} />
    </Sheet>
  );
}

const newest = (versions: readonly FeeVersion[], category: string | undefined) => versions.filter((one) => (one.category ?? undefined) === category).toSorted((a, b) => b.version - a.version);

function Loaded({ channel, category, version, versions }: Props & { versions: readonly FeeVersion[] }) {
  const w = useWords();
  const { date } = useFormat();
  const channelName = useChannelName();
  const queries = useQueryClient();
  const today = useToday();
  const { close, turn } = usePlace();
  const { takes } = useSayFees();
  const [tried, setTried] = useState(false);
  // The form may begin with an older version (`version`). The save replaces the newest one.
  const [opened] = useState((): Stored<Values> => {
    const [last, ...older] = newest(versions, category);
    const from = [last, ...older].find((one) => one?.version === version) ?? last;
    return { values: feeValuesOf(from?.schedule, today), version: last?.version ?? 0 };
  });
  const name = channelName(channel);
  const edit = useEdit<Values, Schema<"StoredFeeSchedule">>({
    kind: "fees",
    id: [channel, category, version].filter((part) => part !== undefined).join("/"),
    stored: opened,
    groups: feeGroups,
    log: { channel, action: "fee_schedule.put" },
    read: async () => {
      const [last] = newest(await queries.fetchQuery({ ...feesQuery(channel), staleTime: 0 }), category);
      return { values: feeValuesOf(last?.schedule, today), version: last?.version ?? 0 };
    },
    save: (typed, at) => saveFees(channel, category, at, scheduleOf(typed).schedule ?? { fees: [], source: "", valid_from: "" }),
    onSaved: ({ state, schedule }) => {
      toast.success(state === "planned" ? w.planned_fees(name, date(schedule.valid_from)) : w.saved_fees(name));
      close();
    },
    onMoved: () => turn({ step: undefined, show: undefined }, true),
  });
  const { schedule, errors } = scheduleOf(edit.typed);
  const groupName = (group: string) => (w.group as Record<string, string>)[group] ?? feeOfGroup(group, edit.typed)?.name ?? nameOfGroup(group);
  const say = (group: string, values: Values) => {
    const fee = feeOfGroup(group, values);
    if (!fee) return group === "valid_from" && values[group] ? date(values[group]) : (values[group] ?? "");
    const sent = sentOf(fee);
    return sent && fee.enabled ? takes(sent) : "";
  };
  return (
    <EditSheet
      title={category ? w.fees_of_category(name, category) : w.fees_of(name)}
      channel={channel}
      edit={edit}
      change={schedule ? { fees: schedule, ...(category ? { scope: `category:${category}` } : {}) } : null}
      onWrong={() => setTried(true)}
    >
      <Meeting edit={edit} groupName={groupName} say={say} />
      <Form channel={channel} edit={edit} errors={tried ? errors : null} today={today} />
    </EditSheet>
  );
}

function Form({ channel, edit, errors, today }: { channel: string; edit: Edit<Values>; errors: FeeErrors | null; today: string }) {
  const w = useWords();
  const presets = useQuery(presetsQuery(channel));
  useLanguage();
  const { takes } = useSayFees();
  const { typed } = edit;
  const wordsOf = (fee: TypedFee) => {
    const sent = sentOf(fee);
    return sent ? takes(sent) : "";
  };
  const [own, setOwn] = useState<ReadonlySet<string>>(new Set());
  const remove = (key: string) => edit.replace(Object.fromEntries(Object.entries(typed).filter(([name]) => name !== key)));
  const add = () => {
    const key = newFeeKey();
    setOwn(new Set([...own, key]));
    edit.set({ [key]: textOf({ name: "", kind: "percent", percent: "", cap: "", amount: "", enabled: true, group: "other" }) });
  };
  return (
    <div className="flex flex-col gap-5">
      {presets.data && presets.data.length > 0 ? (
        <Field label={w.preset} hint={w.fees_check}>
          <Select
            value=""
            onChange={(event) => {
              const preset = presets.data.find(({ id }) => id === event.target.value);
              if (preset) edit.replace(withPreset(typed, preset.schedule, today));
            }}
            options={[{ value: "", label: w.preset_keep }, ...presets.data.map(({ id, name, name_en }) => ({ value: id, label: said(name, name_en) }))]}
          />
        </Field>
      ) : null}
      <section aria-label={w.fee.on}>
        <h3 className="font-medium">{w.fee.on}</h3>
        <ul className="border-t">
          {feesIn(typed).map(({ key, fee }) => (
            <FeeField key={key} fee={fee} takes={wordsOf(fee)} own={own.has(key)} errors={errors?.fees[key]} onChange={(change) => edit.set({ [key]: textOf({ ...fee, ...change }) })} onRemove={() => remove(key)} />
          ))}
        </ul>
        <Button look="quiet" onClick={add} className="mt-1 -ml-3">
          {w.fee.add}
        </Button>
      </section>
      <Field label={w.fee.valid_from} hint={w.fee.valid_from_hint} error={errors?.valid_from ? w.wrong.date : undefined}>
        <Input type="date" value={typed["valid_from"] ?? ""} onChange={(event) => edit.set({ valid_from: event.target.value })} className="md:max-w-48" />
      </Field>
      <Field label={w.fee.source} error={errors?.source ? w.wrong.source : undefined}>
        <Textarea rows={3} value={typed["source"] ?? ""} onChange={(event) => edit.set({ source: event.target.value })} />
      </Field>
    </div>
  );
}
