import type { Schema } from "@/api/client";
import { known } from "@/lib/known";

type Change = Pick<Schema<"Change">, "field" | "offer">;
type Value = Schema<"FieldValue">;

/** The value that the channel returned for a changed field; undefined if its answer has no short form of the field. */
export function readBackOf({ field, offer: id }: Change, content: Schema<"ListingContent">): Value | undefined {
  const offer = id ? content.offers.find((one) => one.id === id) : undefined;
  switch (field) {
    case "title":
      return { kind: "text", value: content.title };
    case "description":
      return { kind: "text", value: content.description };
    case "images":
      return { kind: "images", value: content.images };
    case "weight":
      return known(content.weight_g) ? { kind: "weight", value: content.weight_g } : undefined;
    case "dimensions":
      return content.dimensions ? { kind: "dimensions", value: content.dimensions } : undefined;
    case "pre_order":
      return known(content.pre_order_days) ? { kind: "days", value: content.pre_order_days } : { kind: "nothing" };
    case "price":
      return offer && known(offer.price) ? { kind: "money", value: offer.price } : undefined;
    case "stock":
      return offer && known(offer.stock) ? { kind: "count", value: offer.stock } : undefined;
    case "sku":
      return offer?.sku ? { kind: "sku", value: offer.sku } : undefined;
    default:
      return undefined;
  }
}
