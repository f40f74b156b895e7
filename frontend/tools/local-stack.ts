import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import type { Plugin } from "vite";

/**
 * `npm run dev` on a stack that `make run` started: `/v1` and `/config.json` are on the page's own origin, as in production.
 * `STACK_DIR` names another stack than `.local`; without one, only the pages are served.
 */
export function localStack(): Plugin {
  const api = addressOf(resolve(process.env["STACK_DIR"] ?? "../.local", "run.json"));
  const proxy = api ? { "/v1": { target: api }, "/config.json": { target: api } } : {};
  return { name: "local-stack", config: () => ({ server: { proxy }, preview: { proxy } }) };
}

function addressOf(file: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(file, "utf8")) as { report?: { api?: string } }).report?.api;
  } catch {
    return undefined;
  }
}
