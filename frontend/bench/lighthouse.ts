// Lighthouse on a phone, as it comes: the production build on this machine, its own Chromium, each run with empty caches.
import { execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";

import { chromium } from "playwright-core";

import { Site } from "../browser/site";
import { index, page } from "./catalogue";
import { dashboard } from "./dashboard";
import { judge, quantile } from "./report";

const RUNS = 5;
const TARGETS = { performance: 95, accessibility: 100, "best-practices": 95 } as const;
type Scores = Record<keyof typeof TARGETS, number> & { notes: string[] };

export async function lighthouse(dist: string): Promise<void> {
  const site = await Site.open(dist);
  site.dynamic = async (url) => (url.pathname === "/v1/products/index" ? index : url.pathname === "/v1/products" ? page(url) : undefined);
  site.answers = { "/v1/dashboard": dashboard, "/v1/channels": { items: [] }, "/v1/connections": { items: [] }, "/v1/runs": { items: [] }, "/v1/notifications": { items: [], unread: 0 } };
  const profile = mkdtempSync(join(tmpdir(), "syncstore-lighthouse-"));
  const quiet = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  const browser = spawn(process.env["CHROMIUM"] ?? "/usr/bin/chromium", [...quiet, "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"], { stdio: "ignore" });
  try {
    const port = await portOf(profile);
    await signIn(port, site.origin);
    for (const [name, path] of [["Beranda", "/"], ["Produk", "/products"]] as const) {
      const runs: Scores[] = [];
      for (let run = 0; run < RUNS; run++) {
        // One after the other: they measure time.
        // oxlint-disable-next-line no-await-in-loop
        const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, "lighthouse-run.mjs"), site.origin + path, String(port)], { maxBuffer: 1 << 24 });
        runs.push(JSON.parse(stdout) as Scores);
      }
      for (const [category, target] of Object.entries(TARGETS) as [keyof typeof TARGETS, number][]) {
        const median = quantile(runs.map((one) => one[category]), 0.5);
        judge(`Lighthouse mobile, ${name}: ${category}, median of ${RUNS} (${runs.map((one) => one[category]).join(" ")})`, String(median), `≥ ${target}`, median >= target);
      }
      for (const note of new Set(runs.flatMap(({ notes }) => notes))) process.stderr.write(`${name}: ${note}\n`);
    }
  } finally {
    browser.kill();
    await new Promise((ended) => browser.once("exit", ended));
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    site.close();
  }
}

async function portOf(profile: string): Promise<number> {
  const file = join(profile, "DevToolsActivePort");
  for (let tries = 0; tries < 300; tries++) {
    if (existsSync(file)) return Number(readFileSync(file, "utf8").split("\n")[0]);
    // oxlint-disable-next-line no-await-in-loop
    await wait(100);
  }
  throw new Error("Chromium did not start");
}

/** "Tetap masuk di perangkat ini": Lighthouse opens pages of its own. */
async function signIn(port: number, origin: string): Promise<void> {
  const connected = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const [context] = connected.contexts();
  const tab = await context?.newPage();
  await tab?.goto(`${origin}/sign-in`);
  await tab?.evaluate(() => localStorage.setItem("session", "refresh"));
  await tab?.close();
  await connected.close();
}
