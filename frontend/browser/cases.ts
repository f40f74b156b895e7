// Every page and state of it that is looked at. A page is here from the moment its route exists; a feature adds its states in `samples/<feature>.ts`.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Otherwise, Sample } from "./open";

const files = import.meta.glob<{ samples: Sample[] }>("./samples/*.ts", { eager: true });
const samples = Object.values(files).flatMap((file) => file.samples);

const tree = readFileSync(join(import.meta.dirname, "../src/routeTree.gen.ts"), "utf8");
const [, listed = ""] = /interface FileRoutesByTo \{([^}]*)\}/.exec(tree) ?? [];
export const paths = [...listed.matchAll(/'([^']+)'|"([^"]+)"/g)].map((found) => found[1] ?? found[2] ?? "").filter((path) => path.startsWith("/"));

export type Case = { name: string; sample: Sample; otherwise: Otherwise };

const pages = paths.filter((path) => path !== "/sign-in").map((path) => ({ path: path.replaceAll(/\$\w+/g, "0199"), shown: path }));

export const cases: Case[] = [
  { name: "/sign-in", sample: { name: "sign in", path: "/sign-in", answers: {}, signedOut: true }, otherwise: "refuses" },
  { name: "/nowhere", sample: { name: "no such page", path: "/nowhere", answers: {} }, otherwise: "refuses" },
  ...pages.map(({ path, shown }): Case => ({ name: `${shown}, refused`, sample: { name: "refused", path, answers: {} }, otherwise: "refuses" })),
  ...pages.map(({ path, shown }): Case => ({ name: `${shown}, loading`, sample: { name: "loading", path, answers: {} }, otherwise: "never answers" })),
  ...samples.map((sample): Case => ({ name: `${sample.path}, ${sample.name}`, sample, otherwise: "refuses" })),
];
