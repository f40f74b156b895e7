import { expect, it } from "vitest";

import { formatIn } from "./format";

const id = formatIn("id");
const en = formatIn("en");

it("writes rupiah as each language does", () => {
  expect(id.rupiah(150_000)).toBe("Rp150.000");
  expect(en.rupiah(150_000)).toBe("Rp150,000");
  expect(id.rupiah(-2_500)).toBe("−Rp2.500");
  expect(id.rupiahRange(150_000, 185_000)).toBe("Rp150.000–185.000");
  expect(id.rupiahRange(150_000, 150_000)).toBe("Rp150.000");
  expect(id.rupiahRange(150_000, null)).toBe("Rp150.000");
});

it("writes percent and changes", () => {
  expect(id.percent("12.5")).toBe("12,5 %");
  expect(id.change(15)).toBe("+15 %");
  expect(id.change("-3.2")).toBe("−3,2 %");
  expect(id.move(150_000, 172_500)).toBe("+15 %");
  expect(id.move(180_000, 170_000)).toBe("−5,6 %");
});

it("shows times of Jakarta whatever the device's zone is", () => {
  expect(id.time("2026-11-30T18:05:00Z")).toBe("01.05");
  expect(id.date("2026-11-30T18:05:00Z")).toBe("1 Des 2026");
});

it("says ages in minutes, hours and days", () => {
  const now = Date.parse("2026-11-30T12:00:00Z");
  expect(id.ago("2026-11-30T11:59:40Z", now)).toBe("baru saja");
  expect(id.ago("2026-11-30T11:57:00Z", now)).toBe("3 mnt lalu");
  expect(en.ago("2026-11-30T09:00:00Z", now)).toBe("3 h ago");
  expect(id.ago("2026-11-28T12:00:00Z", now)).toBe("2 hari lalu");
});
