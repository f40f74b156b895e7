// Pages of one browser that are used again for case after case.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type { Browser, BrowserContext, Page, Request } from "playwright-core";

import type { Case } from "./cases";
import { type Otherwise, sizeOf, type View, type Step } from "./open";
import { Site } from "./site";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** What the dashboard keeps on a device; each case begins without it. */
const KEPT = ["syncstore-kept", "syncstore-drafts"];
/** Milliseconds without a change after which a page is as it will be. Skeletons come after 150 ms, and React waits up to 300 ms before it shows a part that came late. */
const LOADED = 350;
const CHANGED = 120;
/** Milliseconds for a page to have all that it asks for. */
const PATIENCE = 30_000;
/** What a page shows in place of what it waits for. */
const SKELETON = "main .animate-late";
/** Requests that get no answer where the API never answers. */
const UNANSWERED = /\/v1\/(?!me)/;

type Axe = { run: (options: object) => Promise<{ violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[] }> };

export class Desk {
  readonly site: Site;
  readonly page: Page;
  readonly #context: BrowserContext;
  #said: string[] = [];
  /** Requests whose answers are not there yet. */
  readonly #open = new Set<Request>();
  #asked = 0;
  #otherwise: Otherwise = "refuses";

  private constructor(site: Site, context: BrowserContext, page: Page) {
    this.site = site;
    this.#context = context;
    this.page = page;
    page.on("request", (request) => {
      this.#asked += 1;
      if (this.#otherwise === "refuses" || !UNANSWERED.test(request.url())) this.#open.add(request);
    });
    const ended = (request: Request) => void this.#open.delete(request);
    page.on("requestfinished", ended);
    page.on("requestfailed", ended);
    page.on("pageerror", (error) => this.#said.push(`error: ${error.message}`));
    page.on("console", (message) => {
      if (!["error", "warning"].includes(message.type())) return;
      // The browser's own line about an answer that is a refusal on purpose.
      if (message.location().url.includes("/v1/") && message.text().startsWith("Failed to load resource")) return;
      if (message.text() === "Service Worker registration blocked by Playwright") return;
      this.#said.push(`${message.type()}: ${message.text()}`);
    });
  }

  static async open(browser: Browser, dist: string): Promise<Desk> {
    const site = await Site.open(dist);
    // The service worker would answer in place of what a test gives.
    const context = await browser.newContext({ viewport: sizeOf(1280), colorScheme: "light", reducedMotion: "reduce", serviceWorkers: "block" });
    const desk = new Desk(site, context, await context.newPage());
    await desk.page.addInitScript((kept) => {
      localStorage.clear();
      sessionStorage.clear();
      for (const name of kept) indexedDB.deleteDatabase(name);
      if (!location.pathname.startsWith("/sign-in")) sessionStorage.setItem("session", "refresh");
    }, KEPT);
    return desk;
  }

  async close(): Promise<void> {
    await this.#context.close();
    this.site.close();
  }

  /** Shows a case in light colours at 1280 px, as it is once nothing moves any more. */
  async show({ sample, otherwise }: Case): Promise<void> {
    this.site.answers = sample.answers;
    this.site.replies = sample.replies ?? {};
    await this.page.unrouteAll({ behavior: "ignoreErrors" });
    // At the network such requests would keep the browser's few connections from everything else.
    if (otherwise === "never answers") await this.page.route(UNANSWERED, () => {});
    this.#otherwise = otherwise;
    await this.look({ width: 1280, scheme: "light" });
    this.#said = [];
    this.#open.clear();
    await this.page.goto(this.site.origin + sample.path);
    await this.page.waitForSelector("main");
    await this.still(LOADED);
    // What only loads would pass for anything.
    if (otherwise === "refuses") await this.page.locator(SKELETON).first().waitFor({ state: "detached", timeout: PATIENCE });
    for (const step of [sample.press ?? []].flat()) {
      // oxlint-disable-next-line no-await-in-loop
      await this.#do(step);
      // oxlint-disable-next-line no-await-in-loop
      await this.still(LOADED);
    }
  }

  async #do(step: Step): Promise<void> {
    if (typeof step !== "string") return this.page.getByLabel(step.into).first().fill(step.type);
    const exact = this.page.getByRole("button", { name: step, exact: true });
    if ((await exact.count()) > 0) return exact.first().click();
    const roles = (["menuitem", "menuitemcheckbox", "checkbox"] as const).map((role) => this.page.getByRole(role, { name: step }));
    const places = [...roles, this.page.locator("summary").filter({ hasText: step })];
    await places.reduce((one, other) => one.or(other), this.page.getByRole("button", { name: step })).first().click();
  }

  async look({ width, scheme }: View): Promise<void> {
    const now = this.page.viewportSize();
    // As the person chooses it. An emulated change of the system's colours leaves some elements in the old ones in Chromium.
    if (this.page.url() !== "about:blank") await this.page.evaluate((theme) => void (document.documentElement.dataset["theme"] = theme), scheme);
    if (now?.width === width) return;
    await this.page.setViewportSize(sizeOf(width));
    await this.still();
  }

  /** As if it was chosen in another tab. */
  async speak(language: "id" | "en" | "pseudo"): Promise<void> {
    await this.page.evaluate((newValue) => dispatchEvent(new StorageEvent("storage", { key: "language", newValue })), language);
    await this.still();
  }

  /** Waits until nothing is asked for and nothing moves; three seconds at the most for what moves by itself, such as a count of time. */
  async still(quiet = CHANGED): Promise<void> {
    const until = Date.now() + PATIENCE;
    let before: number;
    do {
      before = this.#asked;
      // Each part that comes may ask for the next one.
      // oxlint-disable-next-line no-await-in-loop
      await this.page.evaluate(unmoved, quiet);
      if (Date.now() > until) throw new Error(`still open after ${PATIENCE} ms: ${[...this.#open].map((request) => request.url()).join(" ")}`);
    } while (this.#asked > before || this.#open.size > 0);
  }

  /** What axe finds, one line per rule and place; `only` some rules, where the others cannot have changed. */
  async violations(only?: string[]): Promise<string[]> {
    if (!(await this.page.evaluate(() => "axe" in globalThis))) await this.page.evaluate(AXE);
    return this.page.evaluate(async (rules) => {
      const { axe } = globalThis as unknown as { axe: Axe };
      const { violations } = await axe.run({ resultTypes: ["violations"], ...(rules ? { runOnly: rules } : {}) });
      return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ""}`));
    }, only);
  }

  /** By how many pixels the page scrolls sideways, and what reaches furthest. */
  async sideways(): Promise<string[]> {
    return this.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      if (scrollWidth <= clientWidth) return [];
      const furthest = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right >= scrollWidth).at(-1);
      return [`scrolls sideways by ${scrollWidth - clientWidth} px: ${furthest?.outerHTML.slice(0, 160)}`];
    });
  }

  /** Texts of which a part is not seen, although nothing scrolls there: an edge hides it, or it runs out of its button. */
  async cutOff(): Promise<string[]> {
    return this.page.evaluate(hiddenTexts);
  }

  /** What is written on the page, and what is spoken of it. */
  async texts(): Promise<string[]> {
    return this.page.evaluate(() => {
      const found: string[] = [];
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) if (!["SCRIPT", "STYLE"].includes(walk.currentNode.parentElement?.tagName ?? "")) found.push(walk.currentNode.textContent?.trim() ?? "");
      for (const one of document.body.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
        for (const name of ["aria-label", "title", "placeholder", "alt"]) found.push(one.getAttribute(name)?.trim() ?? "");
      }
      return found.filter(Boolean);
    });
  }

  /** What the console and the page complained of since the case began. */
  said(): string[] {
    return this.#said;
  }
}

/** In the page: until nothing in it has changed for so many milliseconds. */
async function unmoved(quiet: number): Promise<void> {
  await document.fonts.ready;
  await new Promise<void>((done) => {
    let timer: ReturnType<typeof setTimeout>;
    const end = () => {
      moves.disconnect();
      done();
    };
    // React hides what waits for its texts or code.
    const waits = () => document.querySelector('[style*="display: none !important"]') !== null;
    const again = () => {
      clearTimeout(timer);
      timer = setTimeout(() => (waits() ? again() : end()), quiet);
    };
    const moves = new MutationObserver(again);
    moves.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    again();
    setTimeout(end, 3000);
  });
}

/** In the page. */
function hiddenTexts(): string[] {
  const found: string[] = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const beyond = (inner: DOMRect, outer: DOMRect) => inner.right > outer.right + 1 || inner.left < outer.left - 1;
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent?.trim();
    range.selectNodeContents(walk.currentNode);
    const place = range.getBoundingClientRect();
    if (!text || place.width === 0) continue;
    for (let box = walk.currentNode.parentElement; box && box !== document.body; box = box.parentElement) {
      const { overflowX, overflowY, position } = getComputedStyle(box);
      const edge = box.getBoundingClientRect();
      // Only spoken; or a list that scrolls.
      if ((edge.width <= 1 && position === "absolute") || ["auto", "scroll"].includes(overflowX)) break;
      const hides = overflowX === "hidden" || overflowX === "clip";
      const below = (overflowY === "hidden" || overflowY === "clip") && place.bottom > edge.bottom + 1;
      if (((hides || box.matches("button, a, [role=tab], label")) && beyond(place, edge)) || below) {
        found.push(text);
        break;
      }
      if (["auto", "scroll"].includes(overflowY)) break;
    }
  }
  return found;
}

/** A few desks for many cases: each waits for a free one. */
export class Desks {
  readonly #free: Desk[] = [];
  readonly #all: Desk[] = [];
  readonly #waiting: ((desk: Desk) => void)[] = [];

  async furnish(browser: Browser, dist: string, count: number): Promise<void> {
    for (let made = 0; made < count; made++) {
      // oxlint-disable-next-line no-await-in-loop
      this.#all.push(await Desk.open(browser, dist));
    }
    this.#free.push(...this.#all);
  }

  async at<T>(work: (desk: Desk) => Promise<T>): Promise<T> {
    const desk = this.#free.pop() ?? (await new Promise<Desk>((got) => this.#waiting.push(got)));
    try {
      return await work(desk);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(desk);
      else this.#free.push(desk);
    }
  }

  async clear(): Promise<void> {
    await Promise.all(this.#all.map((desk) => desk.close()));
  }
}
