import { useMe } from "@/auth/me";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";
import { Status, type Tone } from "@/ui/status";

import type { Channel, Connection as Saved } from "@/api/channels";
import { useWords } from "../words.id";
import { useTestConnection } from "../writes";
import { Allow } from "./allow";
import { ConsoleAddresses } from "./console-addresses";
import { Cut } from "./cut";
import { KeysForm } from "./keys-form";
import { Shops } from "./shops";
import { TestResult } from "./test-result";

type Props = {
  channel: Channel;
  saved: Saved | undefined;
  /** Whether the keys of a saved connection are being changed. */
  editing: boolean;
  /** Whether what this channel needs is the page's one next action. */
  next: boolean;
  onEdit: (editing: boolean) => void;
};

const TONES: Record<Saved["state"] | "none", Tone> = { none: "plain", awaiting_authorization: "wait", connected: "ok", needs_authorization: "fail" };

/** One channel: its keys, its shops, whether they answer, and what to do next. */
export function Connection({ channel, saved, editing, next, onEdit }: Props) {
  const w = useWords();
  const { may } = useMe();
  const name = useChannelName()(channel.channel);
  const test = useTestConnection(channel.channel);
  const state = saved?.state ?? "none";
  const form = editing || !saved;
  const onSaved = (connection: Saved) => {
    onEdit(false);
    if (connection.shops.length > 0) test.mutate();
  };
  return (
    <article aria-label={name} className="flex flex-col gap-4 border-b px-4 py-4 last:border-b-0">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h3 className="text-title font-semibold">{name}</h3>
        <Status tone={TONES[state]}>{w.state[state]}</Status>
        {saved ? <span className="text-meta text-muted">{/^•+$/.test(saved.secret_last4) ? w.key_saved_hidden(saved.app_id) : w.key_saved(saved.app_id, saved.secret_last4)}</span> : null}
      </div>
      {state === "connected" ? null : <p>{w.next[state]}</p>}
      {form ? (
        may("owner") ? (
          <KeysForm channel={channel} saved={saved} next={next || editing} onSaved={onSaved} onCancel={saved ? () => onEdit(false) : undefined} />
        ) : (
          <RoleNote needs="owner" />
        )
      ) : (
        <>
          <Shops shops={saved.shops} />
          {saved.problem && !test.data ? <Trouble note={saved.problem} /> : null}
          {test.data ? <TestResult result={test.data} /> : null}
          {test.error ? <Problem error={test.error} onRetry={() => test.mutate()} /> : null}
          <Allow connection={saved} next={next} />
          <div className="flex flex-wrap gap-2">
            {saved.shops.length > 0 ? (
              <Button busy={test.isPending} disabled={!may("admin")} onClick={() => test.mutate()}>
                {test.isPending ? w.testing : w.test}
              </Button>
            ) : null}
            <Button disabled={!may("owner")} onClick={() => onEdit(true)}>
              {w.change_keys}
            </Button>
            <Cut connection={saved} />
          </div>
          {may("admin") ? <RoleNote needs="owner" /> : null}
          <ConsoleAddresses connection={saved} />
        </>
      )}
    </article>
  );
}

function Trouble({ note }: { note: string }) {
  const w = useWords();
  return (
    <div className="border-l-2 border-fail pl-3">
      <p className="font-medium text-fail">{w.problem}</p>
      <details>
        <summary className="text-meta text-muted">{w.problem_detail}</summary>
        <p className="font-mono text-meta" lang="en">
          {note}
        </p>
      </details>
    </div>
  );
}
