import type { Sample } from "../open";
import { channels, connected } from "./connections";

const LONG = "Dudukan Kamera Saku Cetak TPU untuk Drone FPV Lima Inci dengan Baut M3";
const replies = { "/v1/products/sku-proposals": { skus: ["DUDKAMSAK-001"] } };

export const samples: Sample[] = [
  { name: "empty", path: "/products/new", answers: {} },
  { name: "titled, with its SKU", path: "/products/new", answers: {}, replies, press: [{ into: "Judul", type: LONG }] },
  { name: "saved without what is needed", path: "/products/new", answers: {}, press: ["Simpan produk"] },
  { name: "the pattern of SKUs", path: "/settings", answers: { ...channels, ...connected, "/v1/products/sku-pattern": { version: 2, pattern: "MTK-{title}-{number}" } } },
];
