import type { Sample } from "../open";

const sheet = { id: "0199", phase: "checked" as const, format: "xlsx" as const, rows: 4147, creates: 3, updates: 120, unchanged: 380, rejected: 2, errors: 6000, errors_listed: 5000, ignored: [{ sheet: "Produk", column: "Z", heading: "Catatan gudang" }], hash: "9f2c", created_at: "2026-11-30T11:00:00Z", created_by: "1", applied: 0, conflicts: 0, failed: 0 };
const entry = { product: "prd_1", title: "Frame 5 inch Motekar V2 serat karbon untuk drone balap gaya bebas", action: "update" as const, sheet: "Produk", rows: [2, 3], version: 4, changes: [{ field: "base_price", variant: "var_c66372cf6fe7f6d7511cc3c76b", from: "150000", to: "155000" }, { field: "description", from: "", to: "Deskripsi baru yang panjang sekali. ".repeat(20) }] };
const error = { sheet: "Produk", row: 1207, column: "AB", heading: "Harga dasar (Rp)", value: "150.5", code: "sheet_money_ambiguous", detail: "Angka ini bisa berarti dua jumlah, jadi tidak ditebak.", detail_en: "This number could mean two amounts." };

export const samples: Sample[] = [
  {
    name: "files and history",
    path: "/sheets",
    answers: {
      "/v1/exports": { items: [{ name: "products", label: "Semua produk, satu baris untuk tiap varian", label_en: "All products", formats: ["csv", "xlsx"], path: "/v1/exports/products" }] },
      "/v1/products/sheets": { items: [sheet, { ...sheet, id: "0198", phase: "finished", conflicts: 2, applied: 121 }] },
    },
  },
  { name: "changes", path: "/sheets/0199", answers: { "/v1/products/sheets/{id}": sheet, "/v1/products/sheets/{id}/entries": { items: [entry] } } },
  { name: "errors", path: "/sheets/0199?tab=errors", answers: { "/v1/products/sheets/{id}": sheet, "/v1/products/sheets/{id}/errors": { items: [error] } } },
  { name: "applied", path: "/sheets/0199", answers: { "/v1/products/sheets/{id}": { ...sheet, phase: "finished", applied: 121, conflicts: 2 }, "/v1/products/sheets/{id}/entries": { items: [{ ...entry, outcome: { result: "conflict", code: "product_moved", detail: "Produk ini berubah.", detail_en: "It moved." } }] } } },
  {
    name: "one product",
    path: "/stock?product=prd_1",
    answers: {
      "/v1/products": { items: [{ id: "prd_1", title: entry.title, skus: ["FRM5-BLK", "FRM5-RED"], status: "active", channels: ["shopee", "tiktok_shop"], attention: [], updated_at: "2026-11-30T11:00:00Z", version: 1 }], total: 1, by_status: {} } as never,
      "/v1/stock": { product_id: "prd_1", version: 1, variants: [{ variant_id: "v1", sku: "FRM5-BLK", stock: 10, observed: { "shopee:1:57": 7, "tiktok_shop:1:17": 10 } }, { variant_id: "v2", sku: null, stock: null, observed: {} }] },
    },
  },
];
