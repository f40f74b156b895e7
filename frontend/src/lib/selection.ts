// The selection in a list, over all its pages: some by id, or all that the filter finds except some.
export type Picked = { all: false; ids: ReadonlySet<string> } | { all: true; except: ReadonlySet<string> };

export const nothing: Picked = { all: false, ids: new Set() };
export const everything: Picked = { all: true, except: new Set() };

export function isPicked(picked: Picked, id: string): boolean {
  return picked.all ? !picked.except.has(id) : picked.ids.has(id);
}

export function countPicked(picked: Picked, total: number): number {
  return picked.all ? Math.max(total - picked.except.size, 0) : picked.ids.size;
}

export function pick(picked: Picked, ids: readonly string[], on: boolean): Picked {
  const next = new Set(picked.all ? picked.except : picked.ids);
  for (const id of ids) {
    if (on === picked.all) next.delete(id);
    else next.add(id);
  }
  return picked.all ? { all: true, except: next } : { all: false, ids: next };
}

/** The selection in the API's form; `filter` is the filter of the list. */
export function selectionOf<F>(picked: Picked, filter: F): { ids: string[] } | { filter: F; except: string[] } {
  return picked.all ? { filter, except: [...picked.except] } : { ids: [...picked.ids] };
}
