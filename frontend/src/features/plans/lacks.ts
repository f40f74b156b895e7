// What new listings of a plan lack, grouped so that each kind is completed at once.
import type { Entry, Plan } from "./queries";

/** Of the product itself: the same for all channels. */
const OF_PRODUCT = ["weight", "dimensions", "images", "description", "sku", "pre_order"] as const;
/** Of the listing on one channel. */
const OF_CHANNEL = ["category", "attribute", "brand", "document"] as const;

export type What = (typeof OF_PRODUCT)[number] | (typeof OF_CHANNEL)[number];
/** `name`: of the attribute or document. */
export type Lack = { what: What; name?: string };

/** A kind of lack with what has it; `channel`: where it is asked for, if that differs by channel. */
export type LackGroup = Lack & { id: string; channel: string | undefined; products: { id: string; title: string; thumbnail: string | null; channel: string }[] };

/** Kinds that one bulk edit completes for all products of a group. */
export const FILLS = ["weight", "pre_order"] as const;
export type Fill = (typeof FILLS)[number];

const isOfProduct = (what: What) => (OF_PRODUCT as readonly string[]).includes(what);

/** Whether new listings of the plan are held because they lack something. */
export const lacksAny = ({ by_code }: Plan): boolean => (by_code["creation_lacks"] ?? 0) > 0;

/** What the listing lacks; nothing where another field holds it. */
export function lacksOf(entry: Entry): Lack[] {
  const lacking = entry.changes.find(({ blocked }) => blocked?.code === "creation_lacks")?.blocked;
  const { missing } = (lacking?.details ?? {}) as { missing?: unknown };
  return Array.isArray(missing) ? missing.filter(isLack) : [];
}

function isLack(value: unknown): value is Lack {
  const what: unknown = typeof value === "object" && value !== null && "what" in value ? value.what : undefined;
  return [...OF_PRODUCT, ...OF_CHANNEL].some((one) => one === what);
}

/** The groups, the largest first. A product is counted once in each. */
export function byLack(entries: readonly Entry[]): LackGroup[] {
  const groups = new Map<string, LackGroup>();
  const counted = new Set<string>();
  for (const entry of entries) {
    for (const { what, name } of lacksOf(entry)) {
      const channel = isOfProduct(what) ? undefined : entry.channel;
      const id = [what, channel, name].filter(Boolean).join(" ");
      const group = groups.get(id) ?? { id, what, channel, products: [], ...(name ? { name } : {}) };
      groups.set(id, group);
      if (counted.has(`${id} ${entry.product_id}`)) continue;
      counted.add(`${id} ${entry.product_id}`);
      group.products.push({ id: entry.product_id, title: entry.title, thumbnail: entry.thumbnail ?? null, channel: entry.channel });
    }
  }
  return [...groups.values()].sort((one, other) => other.products.length - one.products.length);
}

const FIELD: Partial<Record<What, string>> = { weight: "weight_g", dimensions: "length_cm", images: "images", description: "description", pre_order: "pre_order_days" };

/** Where one product is completed. */
export function whereTo(what: What, product: string, channel: string): string {
  const field = FIELD[what];
  return field ? `/products/${product}?field=${field}` : `/products/${product}?sheet=new-listing&channel=${channel}`;
}
