// Taking decisions about titles back, one by one: the API keeps what a title was made of, and no history of it.
import { accept, type ListingTitle, lock, titlesOf, unlock } from "./queries";
import type { Held } from "./rows";

export type Restored = "restored" | "locked" | "moved";

/** Gives a title what it had before, unless somebody decided again since. `made` is what the decision made of it. */
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

/** An accepted title comes back as one while it is still what is proposed; else its words are kept as locked ones. */
async function acceptedAgain(product: string, now: ListingTitle, words: string): Promise<Restored> {
  const open = now.locked ? await unlock(product, now.listing, now.version) : now;
  const [done] = (await accept([{ listing: now.listing, title: words }])).items;
  if (done?.outcome === "accepted" || done?.outcome === "unchanged") return "restored";
  await lock(product, now.listing, open.version, words);
  return "locked";
}

/** Requests at once. */
const AT_ONCE = 3;

/** Does something with each, a few at a time; `null` stands where it failed. */
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
