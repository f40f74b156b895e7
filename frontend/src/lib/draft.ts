// Unsaved input, stored in IndexedDB by kind, id and version. It survives a reload, a lost network and a new sign-in.
// Never for secrets: the form of the API keys has no draft.
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { useCallback, useEffect, useState } from "react";

export type DraftName = { kind: string; id: string };
/** `version` is the record's version when typing began. If it is different now, another person saved meanwhile. */
export type Draft<T> = { version: number | null; values: T; at: number };

type Store = DBSchema & { drafts: { key: string; value: Draft<unknown> } };

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
 * The draft of one form. `draft` is undefined until it is loaded, and null if there is none.
 * `keep` is called for every keystroke and writes immediately, because a delayed write is lost if the page is closed.
 */
export function useDraft<T>({ kind, id }: DraftName) {
  const [draft, setDraft] = useState<Draft<T> | null | undefined>();

  useEffect(() => {
    let gone = false;
    readDraft<T>({ kind, id }).then(
      (found) => !gone && setDraft(found ?? null),
      () => !gone && setDraft(null),
    );
    return () => {
      gone = true;
    };
  }, [kind, id]);

  // The form also works in a browser without storage (private mode, full disk).
  const keep = useCallback((version: number | null, values: T) => void keepDraft({ kind, id }, version, values).catch(() => undefined), [kind, id]);
  const drop = useCallback(async () => {
    await dropDraft({ kind, id }).catch(() => undefined);
    setDraft(null);
  }, [kind, id]);
  return { draft, keep, drop };
}
