import type { Change, Entry, EntryFilter, Plan } from "./queries";
import { type PlanSearch, type SectionName, SECTIONS } from "./search";

/** Whether a filter hides a part of the plan. */
export function isNarrowed({ show, channel, field, q }: PlanSearch): boolean {
  return Boolean(show ?? channel ?? field ?? q);
}

const CONDITION: Record<SectionName, Pick<EntryFilter, "decision" | "blocked">> = {
  blocked: { blocked: true },
  conflict: { decision: "conflict" },
  push: { decision: "push", blocked: false },
  adopt: { decision: "adopt" },
  agree: { decision: "agree" },
};

/** Sections that are folded until they are opened, because nothing of them is pushed. */
export const FOLDED: ReadonlySet<SectionName> = new Set(["adopt", "agree"]);

export function filterOf(section: SectionName, { channel, field, q }: PlanSearch): EntryFilter {
  return { ...CONDITION[section], channel, field: section === "agree" ? undefined : field, q };
}

/** The changes of an entry that a section shows. */
export function changesOf(section: SectionName, entry: Entry, { field }: PlanSearch): Change[] {
  return entry.changes.filter((change) => (field === undefined || change.field === field) && belongs(section, change));
}

function belongs(section: SectionName, { decision, blocked, pushed }: Change): boolean {
  if (section === "blocked") return Boolean(blocked) && decision !== "conflict";
  if (section === "push") return pushed;
  return decision === section;
}

/** The number of changes of a section in the whole plan; undefined if the plan does not count them. */
export function countOf(section: SectionName, plan: Plan): number | undefined {
  if (section === "blocked") return plan.blocked;
  if (section === "conflict") return plan.conflicts;
  if (section === "push") return plan.changes;
  if (section === "adopt") return plan.by_decision["adopt"] ?? 0;
  return undefined;
}

export type ProductGroup = { product: string; title: string; thumbnail: string | null; entries: Entry[] };

/** The entries by product, in the plan's order. */
export function byProduct(entries: readonly Entry[]): ProductGroup[] {
  const groups = new Map<string, ProductGroup>();
  for (const entry of entries) {
    const group = groups.get(entry.product_id) ?? { product: entry.product_id, title: entry.title, thumbnail: entry.thumbnail ?? null, entries: [] };
    group.entries.push(entry);
    groups.set(entry.product_id, group);
  }
  return [...groups.values()];
}

/** The sections to show: all that are not empty, or those of the filter. */
export function sectionsOf(plan: Plan, search: PlanSearch): readonly SectionName[] {
  if (search.show) return [search.show];
  const filtered = isNarrowed(search);
  return SECTIONS.filter((section) => (FOLDED.has(section) ? !filtered && countOf(section, plan) !== 0 : countOf(section, plan) !== 0));
}
