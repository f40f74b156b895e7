// Answers that can be shown without a network: those of queries with `meta: { kept: true }`, with the time at which they were read.
import { hashKey, type QueryClient, type QueryKey } from "@tanstack/react-query";
import { type DBSchema, type IDBPDatabase, openDB } from "idb";

type Kept = { key: QueryKey; data: unknown; at: number };
type Store = DBSchema & { answers: { key: string; value: Kept } };

const WEEK = 7 * 24 * 3_600_000;
/** Increased when this version would misread stored answers. */
const VERSION = 1;

let opened: Promise<IDBPDatabase<Store>> | undefined;
const database = () => (opened ??= openDB<Store>("syncstore-kept", VERSION, { upgrade: recreate }));

/** Restores stored answers into the client, except those that it already has. Never fails: without storage there is nothing to restore. */
export async function restoreKept(queries: QueryClient): Promise<void> {
  try {
    for (const { key, data, at } of await (await database()).getAll("answers")) {
      if (Date.now() - at < WEEK && queries.getQueryData(key) === undefined) queries.setQueryData(key, data, { updatedAt: at });
    }
  } catch {
    // Storage is refused or damaged, so everything is read from the server.
  }
}

/** Stores from now on every answer that is marked as kept. */
export function keepAnswers(queries: QueryClient): () => void {
  return queries.getQueryCache().subscribe(({ type, query }) => {
    if (type !== "updated" || query.meta?.["kept"] !== true || query.state.status !== "success" || query.state.fetchStatus !== "idle") return;
    const { data, dataUpdatedAt: at } = query.state;
    void put({ key: query.queryKey, data, at });
  });
}

/** Called on sign-out. */
export async function forgetKept(): Promise<void> {
  try {
    await (await database()).clear("answers");
  } catch {
    // Without storage nothing was stored.
  }
}

async function put(kept: Kept): Promise<void> {
  try {
    await (await database()).put("answers", kept, hashKey(kept.key));
  } catch {
    // With full or refused storage, only offline reading is lost.
  }
}

function recreate(db: IDBPDatabase<Store>): void {
  if (db.objectStoreNames.contains("answers")) db.deleteObjectStore("answers");
  db.createObjectStore("answers");
}
