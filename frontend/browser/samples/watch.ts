import type { Sample } from "../open";

const long = "Listing “Frame 5 inch Motekar V2 serat karbon untuk drone balap gaya bebas” diubah langsung di Shopee: judul, harga, deskripsi. Periksa sebelum disinkronkan.";

export const samples: Sample[] = [
  {
    name: "read and unread",
    path: "/notices",
    answers: {
      "/v1/notifications": {
        items: [
          { id: "1", at: "2026-11-30T11:00:00Z", kind: "listing_drift", subject: "shopee:1:57", severity: "warning", text: long, text_en: long, read: false },
          { id: "2", at: "2026-11-30T10:00:00Z", kind: "authorization_needed", subject: "shopee/1/2", severity: "urgent", text: "Shopee menolak izin toko 14701711.", text_en: "Shopee refuses.", read: false },
          { id: "3", at: "2026-11-28T10:00:00Z", kind: "run_finished", subject: "run_01#1", severity: "info", text: "Proses selesai: 48 berhasil, 0 gagal.", text_en: "Finished.", read: true },
        ],
        next: "more",
        unread: 2,
      },
    },
  },
  { name: "one kind left out", path: "/notices", answers: { "/v1/me/preferences": { views: {}, columns: {}, notices: { muted: ["listing_drift"] } }, "/v1/notifications": { items: [{ id: "3", at: "2026-11-28T10:00:00Z", kind: "run_finished", subject: "run_01#1", severity: "info", text: "Proses selesai: 48 berhasil, 0 gagal.", text_en: "Finished.", read: true }], unread: 0 } } },
  { name: "empty", path: "/notices", answers: { "/v1/notifications": { items: [], unread: 0 } } },
  {
    name: "filtered",
    path: "/activity?subject=shopee",
    press: "mengubah listing",
    answers: {
      "/v1/audit": {
        items: [
          { id: "1", at: "2026-11-30T11:00:00Z", actor: "1", action: "price_rule.put", subject: "shopee", target: { kind: "price_rule", id: "shopee" }, client: { address: "203.0.113.7", agent: "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36" }, details: { version: 4 } as never, changes: [{ field: "markup", from: 1500 as never, to: 1750 as never }, { field: "ceiling", from: null as never, to: 250_000 as never }] },
          { id: "3", at: "2026-11-30T10:30:00Z", actor: "1", action: "listing.edit", subject: "shopee:14701711:2500139861", target: { kind: "listing", id: "shopee:14701711:2500139861" }, details: {}, changes: [{ field: "overrides", from: { title: "Frame 5 inch Motekar V2 serat karbon untuk drone balap gaya bebas" } as never, to: { title: "Frame 5 inci Motekar V2 serat karbon untuk drone balap" } as never }, { field: "owners", from: {} as never, to: { price: "channel" } as never }] },
          { id: "2", at: "2026-11-30T10:00:00Z", actor: "d3d8bf59-6e60-4032-82cd-4846a2c177fc", action: "not.known", subject: "imp_01a22c25a3ad762c8d42ab235a4e0559", details: {}, changes: [] },
        ],
      },
    },
  },
  {
    name: "something wrong",
    path: "/verification?check=prices",
    answers: {
      "/v1/verification": {
        id: "vrf_1",
        passed: false,
        started_by: "1",
        started_at: "2026-11-30T11:00:00Z",
        finished_at: "2026-11-30T11:00:10Z",
        stalled: false,
        listings: 4147,
        checks: [
          { check: "prices", text: "Harga sama dengan rinciannya", text_en: "Prices equal their quotes", passed: 4100, explained: 44, reasons: { pending: 40, price_rule_missing: 4 }, failed: 3 },
          { check: "mapping", text: "Tidak ada pemetaan kosong", text_en: "No null mapping", passed: 243, explained: 0, reasons: {}, failed: 0 },
        ],
        titles: { master: 4000, locked: 147 },
        titles_outdated: 3,
        title_risks: 99,
      },
      "/v1/verification/rows": { items: [{ check: "prices", listing: "shopee:14701711:57000002000102", product_id: "prd_1", reason: "quote_differs", details: "172500 (rule 3, fees 5), expected 172000 (rule 4, fees 5)" }] },
    },
  },
  {
    name: "some letters",
    path: "/dead-letters",
    answers: {
      "/v1/dead-letters": {
        items: [
          { id: "1", queue: "sync", kind: "push", message: {}, receives: 5, sent_at: "2026-11-30T11:00:00Z", reason: "channel_unauthorized: the tokens are refused even after a refresh" },
          { id: "2", queue: "import", kind: null, message: {}, receives: 5, reason: null },
        ],
      },
    },
  },
  { name: "no letters", path: "/dead-letters?queue=sync", answers: { "/v1/dead-letters": { items: [] } } },
];
