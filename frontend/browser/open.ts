// What the built dashboard is shown in: a real browser, and answers of the API, typed by the schema.
import { existsSync } from "node:fs";

import type { paths } from "../src/api/schema.gen";
import { type Browser, chromium } from "playwright-core";

type Read<B> = { get: { responses: { 200: { content: { "application/json": B } } } } };
type Gets = { [P in keyof paths]: paths[P] extends Read<unknown> ? P : never }[keyof paths];
type Answer<P extends Gets> = paths[P] extends Read<infer B> ? B : never;

type Good<R> = R extends { 200: infer A } ? A : R extends { 201: infer A } ? A : R extends { 202: infer A } ? A : never;
type Reply<P extends keyof paths> = paths[P] extends { post: { responses: infer R } } ? (Good<R> extends { content: { "application/json": infer B } } ? B : never) : never;

/** What the API answers to what is posted, by path as the schema names it: questions that are too long for an address, and work that is begun. */
export type Replies = { readonly [P in keyof paths]?: Reply<P> };
/** What the API answers to reads, by path as the schema names it. */
export type Answers = { readonly [P in Gets]?: Answer<P> };

/** A button, a box to tick, an entry of a menu or a folded line that is pressed, or a text that is typed into a field. */
export type Step = string | { into: string; type: string };

/** A page with answers of the API; `name` says which state that is. */
export type Sample = {
  name: string;
  path: string;
  answers: Answers;
  replies?: Replies;
  /** What is pressed first, on the desk. */
  press?: string | readonly Step[];
  /** Nobody is signed in. */
  signedOut?: true;
};

/** How the API behaves where no answer is given. */
export type Otherwise = "refuses" | "never answers";

export const SCHEMES = ["light", "dark"] as const;
export const WIDTHS = [1280, 320] as const;

export type View = { width: (typeof WIDTHS)[number] | 360; scheme: (typeof SCHEMES)[number] };

export const sizeOf = (width: number) => ({ width, height: width < 768 ? 720 : 800 });

export async function launch(): Promise<Browser> {
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) throw new Error(`${executablePath} is missing: apt-get install chromium, or name another with CHROMIUM=`);
  const quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath, args: ["--no-sandbox", ...quiet] });
}
