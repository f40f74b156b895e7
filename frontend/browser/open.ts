// A real browser on the built dashboard; the API's answers are given, typed by the schema.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type { Problem } from "../src/api/problem";
import type { paths } from "../src/api/schema.gen";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

type Read<B> = { get: { responses: { 200: { content: { "application/json": B } } } } };
type Gets = { [P in keyof paths]: paths[P] extends Read<unknown> ? P : never }[keyof paths];
type Answer<P extends Gets> = paths[P] extends Read<infer B> ? B : never;

type Asked<B> = { post: { responses: { 200: { content: { "application/json": B } } } } };
/** Questions that are too long for an address and change nothing. */
type Questions = "/v1/titles/propose";
type Reply<P extends Questions> = paths[P] extends Asked<infer B> ? B : never;

/** What the API answers to reads, by path as the schema names it. */
export type Answers = { readonly [P in Gets]?: Answer<P> };

/** A page with answers of the API; `name` says which state that is. */
export type Sample = { name: string; path: string; answers: Answers; replies?: { readonly [P in Questions]?: Reply<P> }; language?: "id" | "en" | "pseudo" };

export const SCHEMES = ["light", "dark"] as const;
export const WIDTHS = [320, 1280] as const;

export async function launch(): Promise<Browser> {
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) throw new Error(`${executablePath} is missing: apt-get install chromium, or name another with CHROMIUM=`);
  const quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath, args: ["--no-sandbox", ...quiet] });
}

export type View = { width: number; scheme: (typeof SCHEMES)[number] };

export async function viewOf(browser: Browser, { width, scheme }: View): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width, height: width < 768 ? 720 : 800 },
    colorScheme: scheme,
    reducedMotion: "reduce",
    // It would answer in place of what a test gives.
    serviceWorkers: "block",
    ignoreHTTPSErrors: true,
  });
}

/** How the API behaves where no answer is given. */
export type Otherwise = "refuses" | "never answers";

/** Opens a page signed in as the owner; `said` collects what the console and the page complain of. */
export async function open(context: BrowserContext, origin: string, { path, answers, replies = {}, language }: Sample, otherwise: Otherwise = "refuses") {
  const page = await context.newPage();
  const said: string[] = [];
  page.on("pageerror", (error) => said.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (!["error", "warning"].includes(message.type())) return;
    // The browser's own line about an answer that is a refusal on purpose.
    if (message.location().url.includes("/v1/") && message.text().startsWith("Failed to load resource")) return;
    if (message.text() === "Service Worker registration blocked by Playwright") return;
    said.push(`${message.type()}: ${message.text()}`);
  });
  await page.addInitScript((chosen) => {
    sessionStorage.setItem("session", "refresh");
    if (chosen) localStorage.setItem("language", chosen);
  }, language);
  await page.route("**/config.json", (route) =>
    route.fulfill({ json: { stage: "test", cognito: { endpoint: "/sign-in-service", region: "r", pool_id: "r_p", client_id: "c" } } }),
  );
  await page.route("**/sign-in-service", (route) => route.fulfill({ json: { AuthenticationResult: { AccessToken: "access", ExpiresIn: 3600 } } }));
  const given: Answers = { "/v1/me": { subject: "1", name: "Sari Motekar", role: "owner" }, ...answers };
  await page.route("**/v1/**", async (route) => {
    const asked = { GET: given, POST: replies }[route.request().method()] ?? {};
    const found = Object.entries(asked).find(([pattern]) => matches(pattern, new URL(route.request().url()).pathname));
    if (found) return route.fulfill({ json: found[1], headers: { ETag: '"1"' } });
    if (otherwise === "never answers") return undefined;
    return route.fulfill({ status: 403, contentType: "application/problem+json", headers: { "X-Request-Id": "request-1" }, body: JSON.stringify(REFUSAL) });
  });
  await page.goto(origin + path);
  await page.waitForSelector("main");
  return { page, said };
}

const REFUSAL: Problem = {
  type: "urn:syncstore:error:role_insufficient",
  title: "Role insufficient",
  status: 403,
  code: "role_insufficient",
  detail: "Peran Anda tidak boleh melakukan ini. Minta pemilik atau admin.",
  detail_en: "Your role may not do this. Ask the owner or an admin.",
};

function matches(pattern: string, path: string): boolean {
  return new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path);
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds, one line per rule and place. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const axe = (globalThis as unknown as { axe: { run: () => Promise<{ violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[] }> } }).axe;
    const { violations } = await axe.run();
    return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ""}`));
  });
}

/** By how many pixels the page scrolls sideways. */
export async function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
