/** One person at the dashboard: signed in, their taps counted, and nothing on the browser's console overlooked. */
import { AxeBuilder } from "@axe-core/playwright";
import { type Locator, type Page, expect, test as base } from "@playwright/test";

export type Role = "owner" | "admin" | "member" | "viewer";

const LOGINS = JSON.parse(process.env.LOGINS ?? "{}") as Record<Role, { email: string; password: string }>;

export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 860 };

export class Person {
  /** Presses since the last `start()`. Typing is not counted. */
  taps = 0;
  /** Console lines that this test causes on purpose, as a browser writes them (it reports each refused request). */
  expected: RegExp[] = [];

  /** What the page itself signs its requests with; the page keeps it in memory only. */
  private bearer = "";

  constructor(readonly page: Page) {
    page.on("request", (request) => {
      const { authorization } = request.headers();
      if (authorization && request.url().includes("/v1/")) this.bearer = authorization;
    });
  }

  start(): void {
    this.taps = 0;
  }

  async tap(target: Locator): Promise<void> {
    this.taps += 1;
    await target.click();
  }

  /** A key, or several held together. Typing a text is not counted. */
  async press(keys: string): Promise<void> {
    this.taps += 1;
    await this.page.keyboard.press(keys);
  }

  /** Signed in already, on Beranda, from where a flow is counted. */
  async startAtHome(): Promise<void> {
    await this.page.goto("/");
    await this.ready();
    this.start();
  }

  async signIn(role: Role): Promise<void> {
    await this.page.goto("/");
    await this.fillSignIn(this.page, role);
    await this.ready();
  }

  async fillSignIn(page: Page, role: Role): Promise<void> {
    const { email, password } = LOGINS[role];
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Kata sandi", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Masuk", exact: true }).click();
  }

  /** What the API keeps, asked as this person: to judge afterwards what the screens did. */
  async api(path: string): Promise<any> {
    const answer = await fetch(`${process.env.API_URL}/v1/${path}`, { headers: { Authorization: this.bearer } });
    if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
    return answer.json();
  }

  /** Saves a record over whatever version is there: to prepare what a flow starts from, whichever flows ran before it. */
  async put(path: string, body: unknown): Promise<void> {
    const headers = { Authorization: this.bearer, "Content-Type": "application/json", "If-Match": "*" };
    const answer = await fetch(`${process.env.API_URL}/v1/${path}`, { method: "PUT", headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`PUT ${path}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
  }

  /** One import of all shops, started on the Impor page and waited for. */
  async importAll(): Promise<void> {
    await this.page.goto("/imports");
    const finished = this.page.getByRole("region", { name: "Riwayat" }).getByText("selesai", { exact: true });
    await finished.first().waitFor();
    const before = await finished.count();
    await this.page.getByRole("button", { name: "Impor sekarang" }).click();
    await expect(finished).toHaveCount(before + 1, { timeout: 60_000 });
  }

  /** The page itself is there, not what stands in its place while it loads. */
  async ready(): Promise<void> {
    await expect(this.page.getByRole("navigation").first()).toBeVisible();
    await expect(this.page.getByRole("heading", { level: 1 }).filter({ hasNotText: /^Memuat$/ })).toBeVisible();
  }

  /** What the heading of a run's page says of the whole run; its waves have words of their own. */
  run(state: string | RegExp): Locator {
    return this.page.getByRole("main").getByRole("status").getByText(state, { exact: true });
  }

  /** No rule of axe is broken, and nothing makes the page scroll sideways. */
  async looksRight(where: string): Promise<void> {
    // Something that fades has for a moment less contrast than it is meant to have.
    await this.page.evaluate(async () => {
      const ends = (animation: Animation) => Number.isFinite(Number(animation.effect?.getComputedTiming().endTime));
      await Promise.all(document.getAnimations().filter(ends).map((animation) => animation.finished.catch(() => null)));
    });
    const { violations } = await new AxeBuilder({ page: this.page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), `axe: ${where}`).toEqual([]);
    const sideways = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(sideways, `sideways scroll: ${where}`).toBeLessThanOrEqual(0);
  }
}

/** `test` with a person; a test whose page wrote an error or a warning to the console has failed. */
export const test = base.extend<{ person: Person }>({
  person: async ({ page, context }, use) => {
    const said: string[] = [];
    // Of every tab: a second one of the dashboard, and those of the consents.
    context.on("console", (message) => {
      // The marketplaces' own pages have no picture for the tab.
      if (message.location().url.endsWith("/favicon.ico") && !message.location().url.startsWith(process.env.API_URL ?? "")) return;
      if (["error", "warning"].includes(message.type())) said.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    });
    context.on("weberror", (error) => said.push(`uncaught: ${error.error().message}`));
    const person = new Person(page);
    await use(person);
    expect(said.filter((line) => !person.expected.some((pattern) => pattern.test(line))), "the browser's console").toEqual([]);
  },
});

export { expect, type Page };
