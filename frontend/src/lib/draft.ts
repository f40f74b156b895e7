// What was typed and not saved yet, kept in IndexedDB by kind, id and version, over reload, loss of network and sign-in.
// Never for secrets: the form of the API keys keeps no draft.
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { useCallback, useEffect, useState } from "react";

export type DraftName = { kind: string; id: string };
/** `version` is that of the record when typing began; another one now means that somebody else saved in between. */
export type Draft<T> = { version: number | null; values: T; at: number };

type Store = DBSchema & { drafts: { key: string; value: Draft<unknown> } };

const WAIT = 250;
let opened: Promise<IDBPDatabase<Store>> | undefined;

const database = () => (opened ??= openDB<Store>("syncstore-drafts", 1, { upgrade: (db) => void db.createObjectStore("drafts") }));
const key = ({ kind, id }: DraftName) => `${kind}/${id}`;

export async function readDraft<T>(name: DraftName): Promise<Draft<T> | undefined> {
  return (await (await database()).get("drafts", key(name))) as Draft<T> | undefined;
}

export async function keepDraft<T>(name: DraftName, version: number | null, values: T): Promise<void> {
  await (await database()).put("drafts", { version, values, at: Date.now() }, key(name));
}

export async function dropDraft(name: DraftName): Promise<void> {
  await (await database()).delete("drafts", key(name));
}

/**
 * The draft of one form. `draft` is undefined until it was looked up, and null when there is none.
 * `keep` may be called on every keystroke; it writes a quarter of a second after the last one, and at once when the page is left.
 */
export function useDraft<T>({ kind, id }: DraftName) {
  const [draft, setDraft] = useState<Draft<T> | null | undefined>();
  const [writer] = useState(() => laterWriter<T>());

  useEffect(() => {
    let gone = false;
    readDraft<T>({ kind, id }).then(
      (found) => !gone && setDraft(found ?? null),
      () => !gone && setDraft(null),
    );
    const flush = () => void writer.flush();
    addEventListener("pagehide", flush);
    return () => {
      gone = true;
      removeEventListener("pagehide", flush);
      flush();
    };
  }, [kind, id, writer]);

  const keep = useCallback((version: number | null, values: T) => writer.keep({ kind, id }, version, values), [kind, id, writer]);
  const drop = useCallback(async () => {
    writer.cancel();
    await dropDraft({ kind, id });
    setDraft(null);
  }, [kind, id, writer]);
  return { draft, keep, drop };
}

function laterWriter<T>() {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pending: (() => Promise<void>) | undefined;
  const cancel = () => {
    clearTimeout(timer);
    pending = undefined;
  };
  const flush = async () => {
    const write = pending;
    cancel();
    await write?.();
  };
  return {
    cancel,
    flush,
    keep(name: DraftName, version: number | null, values: T) {
      cancel();
      pending = () => keepDraft(name, version, values);
      timer = setTimeout(() => void flush(), WAIT);
    },
  };
}
