import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "@/lib/toast";

import type { Schema } from "@/api/client";
import { ruleQuery } from "@/api/prices";
import { useFormat } from "@/lib/format";
import { useChannelName } from "@/ui/channel";
import { Sheet } from "@/ui/dialog";
import { Problem } from "@/ui/problem";

import { moved, saveRule } from "../queries";
import { RULE_GROUPS, ruleOf, type RuleValues, valuesOf } from "../rule-form";
import { type Stored, useEdit } from "../use-edit";
import { usePlace } from "../use-place";
import { useSayRule } from "../use-say-rule";
import { useWords } from "../words.id";
import { EditSheet } from "./edit-sheet";
import { Meeting } from "./meeting";
import { RuleForm } from "./rule-form";

/** A channel's rule: the form, its effect on the whole catalogue, and saving. */
export function RuleSheet({ channel }: { channel: string }) {
  const w = useWords();
  const channelName = useChannelName();
  const { close } = usePlace();
  const { data: rule, error, refetch } = useQuery(ruleQuery(channel));
  if (rule !== undefined) return <Loaded channel={channel} rule={rule} />;
  // The page behind the sheet loads the same rule and shows the loading state.
  if (!error) return null;
  return (
    <Sheet open onOpenChange={close} title={w.edit_of(channelName(channel))}>
      <Problem error={error} onRetry={() => void refetch()} />
    </Sheet>
  );
}

const storedOf = (rule: Schema<"StoredPriceRule"> | null): Stored<RuleValues> => ({ values: valuesOf(rule?.rule), version: rule?.version ?? 0 });

function Loaded({ channel, rule }: { channel: string; rule: Schema<"StoredPriceRule"> | null }) {
  const w = useWords();
  const channelName = useChannelName();
  const { number } = useFormat();
  const queries = useQueryClient();
  const { open, close, turn } = usePlace();
  const [tried, setTried] = useState(false);
  const { groupName, say } = useSayRule();
  // The rule as it was when the sheet opened. What others save meanwhile is merged at the save.
  const [opened] = useState(() => storedOf(rule));
  const name = channelName(channel);
  const takeBack = async (before: RuleValues, version: number) => {
    const { rule: former } = ruleOf(before);
    if (!former) return;
    try {
      await saveRule(channel, version, former);
      toast.success(w.taken_back(name));
    } catch (reason) {
      toast.error((reason as { said?: string }).said ?? String(reason));
    }
    await moved(queries);
  };
  const edit = useEdit<RuleValues, Schema<"StoredPriceRule">>({
    kind: "price-rule",
    id: channel,
    stored: opened,
    groups: () => RULE_GROUPS,
    log: { channel, action: "price_rule.put" },
    read: async () => storedOf(await queries.fetchQuery({ ...ruleQuery(channel), staleTime: 0 })),
    save: (typed, version) => saveRule(channel, version, ruleOf(typed).rule ?? {}),
    onSaved: (saved, before, waiting) => {
      toast.success(w.saved_rule(name), before.version > 0 ? { action: { label: w.take_back, onClick: () => void takeBack(before.values, saved.version) } } : undefined);
      // After the first rule, or while prices wait for the answer: asks what the prices in the shops mean.
      if (before.version === 0 || waiting > 0) open({ sheet: "reading", channel });
      else close();
    },
    onMoved: () => turn({ step: undefined, show: undefined }, true),
  });
  const { rule: typed, errors } = ruleOf(edit.typed);
  return (
    <EditSheet
      title={w.edit_of(name)}
      channel={channel}
      edit={edit}
      change={typed ? { rule: typed } : null}
      onWrong={() => setTried(true)}
      notice={(waiting) => (waiting > 0 ? w.reading_asks(number(waiting)) : opened.version > 0 && edit.changed ? w.reading_may : null)}
    >
      <Meeting edit={edit} groupName={groupName} say={say} />
      <RuleForm typed={edit.typed} onChange={edit.set} errors={tried ? errors : null} />
    </EditSheet>
  );
}
