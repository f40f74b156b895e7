import { aConflict } from "../../src/test/samples";
import type { Sample } from "../open";

const title = aConflict({
  id: "shopee:1:2#title@bb",
  field: "title",
  ours: { value: { kind: "text", value: "Action Cam 12 Mount Camera 25 derajat Presisi Tinggi bahan TPU 85A untuk drone FPV" } },
  theirs: { value: { kind: "text", value: "Dudukan Kamera Action Cam 12 25 derajat TPU 85A Drone FPV PROMO" } },
  base: { kind: "text", value: "Dudukan Kamera Action Cam 12 25 derajat TPU 85A Drone FPV" },
});

export const samples: Sample[] = [
  { name: "a price", path: "/conflicts", answers: { "/v1/conflicts": { items: [aConflict(), title], total: 2 } } },
  { name: "a title", path: `/conflicts?at=${encodeURIComponent(title.id)}`, answers: { "/v1/conflicts": { items: [aConflict(), title], total: 2 } } },
  { name: "none", path: "/conflicts", answers: { "/v1/conflicts": { items: [], total: 0 } } },
  { name: "all decided", path: "/conflicts?decided=true", answers: { "/v1/conflicts": { items: [], total: 0 } } },
];
