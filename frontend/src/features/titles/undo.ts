// Undoes decisions about titles one by one: the API keeps the origin of a title, but no history.
import { accept, type ListingTitle, lock, titlesOf, unlock } from "./queries";
import type { Held } from "./rows";

export type Restored = "restored" | "locked" | "moved";

/** Restores a title, unless somebody has decided about it since. `made` is the title after the decision to undo. */
export async function restore({ product, title: before }: Held, made: string): Promise<Restored> {
  const now = (await titlesOf(product)).listings.find((one) => one.listing === before.listing);
  if (!now || now.target !== made) return "moved";
  if (before.origin === "master") {
    await unlock(product, now.listing, now.version);
    return "restored";
  }
  if (before.origin === "locked") {
    await lock(product, now.listing, now.version, before.target);
    return "restored";
  }
  return acceptedAgain(product, now, before.target);
}

/** Accepts the earlier title again if it is still the proposal; else locks it. */
async function acceptedAgain(product: string, now: ListingTitle, words: string): Promise<Restored> {
  const open = now.locked ? await unlock(product, now.listing, now.version) : now;
  const [done] = (await accept([{ listing: now.listing, title: words }])).items;
  if (done?.outcome === "accepted" || done?.outcome === "unchanged") return "restored";
  await lock(product, now.listing, open.version, words);
  return "locked";
}

/** Requests in parallel. */
const AT_ONCE = 3;

/** Calls `act` for each item, a few in parallel. The result is `null` for an item that failed. */
export async function each<A, B>(items: readonly A[], act: (item: A) => Promise<B>): Promise<(B | null)[]> {
  const done: (B | null)[] = Array.from({ length: items.length }, () => null);
  let at = 0;
  const worker = async () => {
    while (at < items.length) {
      const mine = at++;
      try {
        // oxlint-disable-next-line no-await-in-loop
        done[mine] = await act(items[mine] as A);
      } catch {
        done[mine] = null;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  return done;
}
