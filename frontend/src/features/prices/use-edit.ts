// A form over something that others may save meanwhile: typed values are kept as a draft and merged with what others saved.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { isStale, type Schema } from "@/api/client";
import { useDraft } from "@/lib/draft";

import { type Groups, merge, same, type Values, withGroup } from "./merge";
import { lastSaved, moved } from "./queries";

/** The stored values, and the version that a save must name. */
export type Stored<V extends Values> = { values: V; version: number };

type Moved<V extends Values> = { theirs: V; taken: string[]; clashes: string[]; by?: Schema<"AuditEntry"> | undefined };
type Kept<V extends Values> = { typed: V; from: V };

type Options<V extends Values, A> = {
  kind: string;
  id: string;
  stored: Stored<V>;
  groups: (...values: V[]) => Groups;
  /** Finds the save in the log: the channel, and the action. */
  log: { channel: string; action: string };
  /** Reads the stored values again. */
  read: () => Promise<Stored<V>>;
  save: (typed: V, version: number) => Promise<A>;
  /** `waiting`: prices that wait for the answer what the shops' prices mean, as shown before saving. */
  onSaved: (answer: A, before: Stored<V>, waiting: number) => void;
  /** Called when somebody else saved first. */
  onMoved: () => void;
};

export type Edit<V extends Values> = ReturnType<typeof useEdit<V, unknown>>;

export function useEdit<V extends Values, A>({ kind, id, stored, groups, log, read, save, onSaved, onMoved }: Options<V, A>) {
  const queries = useQueryClient();
  const { draft, keep, drop } = useDraft<Kept<V>>({ kind, id });
  const [now, setNow] = useState<{ typed: V; from: Stored<V> } | undefined>();
  const [conflict, setConflict] = useState<Moved<V> | undefined>();
  const [ignored, setIgnored] = useState(false);

  // A draft of an earlier version is merged with what was saved since, as after a refused save.
  const restored = draft && !ignored ? restore(draft.values, draft.version, stored, groups) : undefined;
  const { typed, from } = now ?? restored ?? { typed: stored.values, from: stored };
  const meeting = conflict ?? (now ? undefined : restored?.moved);

  const put = (next: V, base = from) => {
    setNow({ typed: next, from: base });
    keep(base.version, { typed: next, from: base.values });
  };

  const saving = useMutation({
    mutationFn: (_waiting: number) => save(typed, from.version),
    onSuccess: async (answer, waiting) => {
      await drop();
      onSaved(answer, from, waiting);
    },
    onError: async (error) => {
      if (!isStale(error)) return;
      const theirs = await read();
      const by = await lastSaved(log.channel, log.action).catch(() => undefined);
      const { values, taken, clashes } = merge(groups(from.values, typed, theirs.values), from.values, typed, theirs.values);
      setConflict({ theirs: theirs.values, taken, clashes, by });
      put(values, theirs);
      onMoved();
    },
    onSettled: () => moved(queries),
  });

  return {
    /** Whether the draft has been looked up. */
    ready: draft !== undefined,
    typed,
    /** Whether the typed values differ from the stored ones. */
    changed: !same(Object.keys({ ...typed, ...from.values }), typed, from.values),
    restored: restored !== undefined && now === undefined,
    version: from.version,
    conflict: meeting,
    set: (change: Partial<V>) => {
      saving.reset();
      put({ ...typed, ...change });
    },
    replace: (values: V) => {
      saving.reset();
      put(values);
    },
    /** Chooses one side for a group that both changed. */
    choose: (group: string, side: "mine" | "theirs") => {
      if (!meeting) return;
      const fields = groups(from.values, typed, meeting.theirs)[group] ?? [];
      const clashes = meeting.clashes.filter((one) => one !== group);
      setConflict({ ...meeting, clashes });
      put(side === "theirs" ? withGroup(fields, typed, meeting.theirs) : typed);
    },
    drop: async () => {
      await drop();
      setIgnored(true);
      setConflict(undefined);
      setNow({ typed: stored.values, from: stored });
    },
    save: (waiting: number) => saving.mutate(waiting),
    saving: saving.isPending,
    error: isStale(saving.error) ? null : saving.error,
  };
}

function restore<V extends Values>(kept: Kept<V>, version: number | null, stored: Stored<V>, groups: (...values: V[]) => Groups): { typed: V; from: Stored<V>; moved: Moved<V> | undefined } {
  if (version === stored.version) return { typed: kept.typed, from: stored, moved: undefined };
  const { values, taken, clashes } = merge(groups(kept.from, kept.typed, stored.values), kept.from, kept.typed, stored.values);
  return { typed: values, from: stored, moved: { theirs: stored.values, taken, clashes } };
}
