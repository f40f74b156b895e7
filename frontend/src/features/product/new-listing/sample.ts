// What a channel asks of a new listing, for tests and pictures.
import type { Schema } from "@/api/client";

export const channel = (id: string, storefronts: string[]): Schema<"Channel"> => ({ channel: id, name: id, remote: true, storefronts, audits_edits: false, html_description: false, uploads_images: true, webhook_url: "", limits: {} as Schema<"Limits"> });

export const connection = (id: string): Schema<"Connection"> => ({ channel: id, app_id: "1", secret_last4: "abcd", shops: [], state: "connected", updated_at: "2026-11-01T03:00:00Z", version: 1, webhook_url: "" });

export const details = (more: Partial<Schema<"ListingDetails">> = {}): Schema<"ListingDetails"> => ({ category: null, attributes: [], brand: null, shipping: [], storefronts: [], hidden: false, ...more });

export const leaves: Schema<"CategoryLeaf">[] = [
  { id: "601", path: ["Hobi", "Drone", "Rangka Drone"], reason: "matched" },
  { id: "602", path: ["Hobi", "Drone", "Suku Cadang Drone"], reason: "recommended" },
];

export const rules: Schema<"CategoryRules"> = {
  id: "601",
  path: ["Hobi", "Drone", "Rangka Drone"],
  attributes: [
    { id: "7", name: "Bahan", required: true, free_values: false, several_values: false, values: [{ id: "m1", name: "PLA" }, { id: "m2", name: "TPU" }] },
    { id: "8", name: "Ukuran", required: true, free_values: true, several_values: false, values: [{ id: "s7", name: "7 inci" }] },
    { id: "9", name: "Kegunaan", required: false, free_values: true, several_values: true, values: [] },
  ],
  brand_required: false,
  dimensions_required: true,
  takes_pre_order: true,
  documents: [],
};
