// What was measured, for tests/local/bench.py: rows of figure, value, target, and whether it is met.
import { writeFileSync } from "node:fs";

export type Row = { figure: string; actual: string; target: string | null; met: boolean | null };
const rows: Row[] = [];

export function judge(figure: string, actual: string, target: string, met: boolean): void {
  rows.push({ figure, actual, target, met });
}

export function write(): void {
  const file = process.env["BENCH"];
  if (file) writeFileSync(file, JSON.stringify({ rows, facts: {} }));
  else for (const { figure, actual, target, met } of rows) process.stdout.write(`${met === false ? "MISS " : "     "}${figure}: ${actual} (${target})\n`);
}

export const ms = (value: number) => `${Math.round(value)} ms`;

/** Of sorted or unsorted values, the one that `share` of them do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(Math.ceil(sorted.length * share) - 1, sorted.length - 1)] ?? Number.NaN;
}
