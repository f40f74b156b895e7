// How much a page costs before it is useful, from the manifest of a production build. Sizes are gzipped bytes.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import type { Manifest } from "vite";
import { expect, inject, it } from "vitest";

const HOME_LIMIT = 140_000;
const ROUTE_LIMIT = 60_000;
const SPLIT = "?tsr-split=component";
/** The routes that make Beranda, and where the code of each is. */
const HOME = ["src/routes/_app.tsx", "src/routes/_app/index.tsx"];
const HOME_CODE = ["src/features/shell/components/shell.tsx", "src/features/home/components/home.tsx"];

const folder = inject("dist");
const manifest = JSON.parse(readFileSync(join(folder, ".vite/manifest.json"), "utf8")) as Manifest;

it("needs at most 140 kB of JavaScript before Beranda is useful", () => {
  const home = filesOfHome();
  expect(size(home), report(home)).toBeLessThanOrEqual(HOME_LIMIT);
});

it("needs at most 60 kB more for any other page", () => {
  const home = filesOfHome();
  const routes = Object.keys(manifest).filter((key) => key.includes(SPLIT));
  expect(routes.length).toBeGreaterThan(1);
  const sizes = routes.map((route) => {
    const extra = [...closure(route)].filter((file) => !home.has(file));
    return [route, size(extra), report(extra)] as const;
  });
  expect(sizes.filter(([, bytes]) => bytes > ROUTE_LIMIT)).toEqual([]);
});

function filesOfHome(): Set<string> {
  const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry) ?? "";
  // The frame and Beranda are in the entry itself, or split from it; without them the sum would mean another page.
  const { sources } = JSON.parse(readFileSync(join(folder, `${manifest[entry]?.file}.map`), "utf8")) as { sources: string[] };
  const parts = HOME.map((route) => Object.keys(manifest).filter((key) => key.startsWith(`${route}${SPLIT}`)));
  expect(HOME.filter((route, at) => parts[at]?.length === 0 && !sources.some((source) => source.endsWith(HOME_CODE[at] ?? route)))).toEqual([]);
  return new Set([entry, ...parts.flat()].flatMap((key) => [...closure(key)]));
}

/** The files of a chunk and of all that it imports at once. */
function closure(key: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`${key} is not in the manifest`);
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const imported of chunk.imports ?? []) closure(imported, seen);
  return seen;
}

function size(files: Iterable<string>): number {
  return [...files].reduce((sum, file) => sum + packed(file), 0);
}

function packed(file: string): number {
  return gzipSync(readFileSync(join(folder, file)), { level: 9 }).length;
}

function report(files: Iterable<string>): string {
  return [...files].map((file) => `${packed(file)} ${file}`).join("\n");
}
