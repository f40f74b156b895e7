import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "@/lib/toast";

import { isStale } from "@/api/client";
import { useMe } from "@/auth/me";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Sheet } from "@/ui/dialog";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";

import { type Exception, exceptionQuery, moved, removeException, saveException } from "../queries";
import { RULE_GROUPS, ruleOf, type RuleValues, valuesOf } from "../rule-form";
import { type Stored, useEdit } from "../use-edit";
import { useImpact } from "../use-impact";
import { usePlace } from "../use-place";
import { useSayRule } from "../use-say-rule";
import { useScopeName } from "../use-scope-name";
import { useWords } from "../words.id";
import { EditSheet } from "./edit-sheet";
import { Impact } from "./impact";
import { Meeting } from "./meeting";
import { RuleForm } from "./rule-form";

type Props = { channel: string; scope: string };

/** The rule of one category, product or variant. */
export function ExceptionSheet({ channel, scope }: Props) {
  const w = useWords();
  const channelName = useChannelName();
  const { close, step } = usePlace();
  const { data, error, refetch } = useQuery(exceptionQuery(channel, scope));
  if (data && step === "removal") return <Removal channel={channel} exception={data} />;
  if (data !== undefined) return <Loaded channel={channel} scope={scope} exception={data} />;
  if (!error) return null;
  return (
    <Sheet open onOpenChange={close} title={w.exceptions_of(channelName(channel))}>
      <Problem error={error} onRetry={() => void refetch()} />
    </Sheet>
  );
}

const storedOf = (exception: Exception | null): Stored<RuleValues> => ({ values: valuesOf(exception?.rule), version: exception?.version ?? 0 });

/** Undoes a change from a toast, and shows the result. */
function useTakeBack(name: string) {
  const w = useWords();
  const queries = useQueryClient();
  return async (work: () => Promise<unknown>) => {
    try {
      await work();
      toast.success(w.restored_exception(name));
    } catch (reason) {
      toast.error((reason as { said?: string }).said ?? String(reason));
    }
    await moved(queries);
  };
}

function Loaded({ channel, scope, exception }: Props & { exception: Exception | null }) {
  const w = useWords();
  const { may } = useMe();
  const channelName = useChannelName();
  const queries = useQueryClient();
  const { close, turn } = usePlace();
  const [tried, setTried] = useState(false);
  const { kind, name } = useScopeName(scope);
  const { groupName, say } = useSayRule();
  const takeBack = useTakeBack(name);
  const [opened] = useState(() => storedOf(exception));
  const read = () => queries.fetchQuery({ ...exceptionQuery(channel, scope), staleTime: 0 });
  const edit = useEdit<RuleValues, Exception>({
    kind: "price-exception",
    id: `${channel}/${scope}`,
    stored: opened,
    groups: () => RULE_GROUPS,
    log: { channel, action: "price_override.put" },
    read: async () => storedOf(await read()),
    save: async (typed, version) => {
      const { rule } = ruleOf(typed);
      try {
        return await saveException(channel, scope, version, rule ?? {});
      } catch (error) {
        // A removed exception leaves a version behind, so version 0 is stale. `*` is sent only when a read finds no exception.
        if (version === 0 && isStale(error) && (await read()) === null) return await saveException(channel, scope, "*", rule ?? {});
        throw error;
      }
    },
    onSaved: (saved, before) => {
      const { rule: former } = ruleOf(before.values);
      const undo = () => (before.version > 0 && former ? saveException(channel, scope, saved.version, former) : removeException(channel, scope, saved.version));
      toast.success(w.saved_exception(name), { action: { label: w.take_back, onClick: () => void takeBack(undo) } });
      close();
    },
    onMoved: () => turn({ step: undefined, show: undefined }, true),
  });
  const { rule, errors } = ruleOf(edit.typed);
  return (
    <EditSheet
      title={w.exception_title[kind]}
      description={w.name_on(name, channelName(channel))}
      channel={channel}
      edit={edit}
      change={rule ? { rule, scope } : null}
      onWrong={() => setTried(true)}
      beside={
        exception ? (
          <Button look="danger" disabled={!may("admin")} onClick={() => turn({ step: "removal" })}>
            {w.remove}
          </Button>
        ) : null
      }
    >
      <Meeting edit={edit} groupName={groupName} say={say} />
      <RuleForm typed={edit.typed} onChange={edit.set} errors={tried ? errors : null} wider />
      {exception && !may("admin") ? <RoleNote needs="admin" /> : null}
    </EditSheet>
  );
}

/** The effect of removing the exception, so that the wider rule applies again. */
function Removal({ channel, exception: { scope, rule, version } }: { channel: string; exception: Exception }) {
  const w = useWords();
  const { may } = useMe();
  const queries = useQueryClient();
  const { show, turn, close } = usePlace();
  const { kind, name } = useScopeName(scope);
  const channelName = useChannelName();
  const takeBack = useTakeBack(name);
  const impact = useImpact({ channel, scope, limit: 50, ...(show ? { show } : {}) });
  const remove = useMutation({
    mutationFn: () => removeException(channel, scope, version),
    onSuccess: () => {
      toast.success(w.removed_exception(name), { action: { label: w.take_back, onClick: () => void takeBack(() => saveException(channel, scope, "*", rule)) } });
      close();
    },
    onSettled: () => moved(queries),
  });
  return (
    <Sheet
      open
      onOpenChange={close}
      title={w.remove_title(w.exception_title[kind])}
      description={w.name_on(name, channelName(channel))}
      foot={
        <>
          <Button disabled={remove.isPending} onClick={() => turn({ step: undefined, show: undefined }, true)}>
            {w.to_list}
          </Button>
          <Button look="danger" busy={remove.isPending} disabled={!may("admin") || !impact.finished} onClick={() => remove.mutate()}>
            {w.remove}
          </Button>
        </>
      }
    >
      {remove.error ? <Problem error={remove.error} /> : null}
      <RoleNote needs="admin" />
      <Impact channel={channel} impact={impact} />
    </Sheet>
  );
}
