import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";

import { countChanges, Grid, type GridChanges } from "./grid";

const columns = [
  { id: "sku", header: "SKU", width: "1fr", kind: "text" },
  { id: "price", header: "Harga", width: "1fr", kind: "number" },
] as const;
const rows = ["Merah", "Biru", "Hijau"].map((name, at) => ({ id: String(at), name, values: { sku: `S${at}`, price: "100" } }));

function Sample({ seen }: { seen: (changes: GridChanges) => void }) {
  const [changes, setChanges] = useState<GridChanges>({});
  seen(changes);
  return <Grid label="Varian" nameHeader="Varian" columns={columns} rows={rows} changes={changes} onChange={setChanges} errors={{ "1": { price: "Terlalu kecil" } }} />;
}

function show() {
  const kept = { changes: {} as GridChanges };
  render(<Sample seen={(changes) => (kept.changes = changes)} />);
  return kept;
}
const box = (name: string) => screen.getByRole<HTMLInputElement>("textbox", { name });

it("holds only what was changed", async () => {
  const kept = show();
  await userEvent.type(box("Merah, Harga"), "0");
  expect(kept.changes).toEqual({ "0": { price: "1000" } });
  await userEvent.type(box("Merah, Harga"), "{Backspace}");
  expect(kept.changes).toEqual({});
});

it("spreads a pasted block over rows and columns, and takes it back as a whole", () => {
  const kept = show();
  fireEvent.paste(box("Biru, SKU"), { clipboardData: { getData: () => "A\t200\r\nB\t300\r\nC\t400\r\n" } });
  expect(kept.changes).toEqual({ "1": { sku: "A", price: "200" }, "2": { sku: "B", price: "300" } });
  expect(countChanges(kept.changes)).toBe(4);
  fireEvent.keyDown(box("Biru, SKU"), { key: "z", ctrlKey: true });
  expect(kept.changes).toEqual({});
  fireEvent.keyDown(box("Biru, SKU"), { key: "z", ctrlKey: true, shiftKey: true });
  expect(countChanges(kept.changes)).toBe(4);
});

it("moves with arrows and Enter", async () => {
  show();
  await userEvent.click(box("Merah, SKU"));
  await userEvent.keyboard("{Enter}");
  expect(document.activeElement).toBe(box("Biru, SKU"));
  await userEvent.keyboard("{ArrowRight}{ArrowUp}");
  expect(document.activeElement).toBe(box("Merah, Harga"));
});

it("pins what is wrong to its cell", () => {
  show();
  expect(box("Biru, Harga").getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByText("Terlalu kecil")).toBeTruthy();
});
