// The built dashboard as the real hosts serve it, with the same policy, and the answers of the API that a test gives.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

import type { Problem } from "../src/api/problem";
import type { Answers, Replies } from "./open";

const KINDS: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
};

const REFUSAL: Problem = {
  type: "urn:syncstore:error:role_insufficient",
  title: "Role insufficient",
  status: 403,
  code: "role_insufficient",
  detail: "Peran Anda tidak boleh melakukan ini. Minta pemilik atau admin.",
  detail_en: "Your role may not do this. Ask the owner or an admin.",
};

/** Requests that every page makes, with the same answers in all samples. */
const ALWAYS: Answers = {
  "/v1/me": { subject: "1", name: "Sari Motekar", role: "owner" },
  "/v1/me/preferences": { views: {}, columns: {}, notices: { muted: [] } },
};

/** One origin: each page that is looked at beside others has its own, so that they share no storage. */
export class Site {
  answers: Answers = {};
  replies: Replies = {};
  /** Answers that depend on what is asked; undefined leaves it to the others. */
  dynamic: (url: URL) => Promise<unknown> = async () => undefined;
  /** As if the network was cut: no request is answered, also not a service worker's, which a browser's own switch leaves out. */
  cut = false;
  /** How many requests came so far. */
  served = 0;
  readonly #server: Server;
  readonly #dist: string;
  readonly #headers: Record<string, string>;
  readonly #cache: Record<string, string>;

  private constructor(dist: string) {
    this.#dist = dist;
    const { headers, cache } = JSON.parse(readFileSync(join(import.meta.dirname, "../headers.json"), "utf8")) as Record<"headers" | "cache", Record<string, string>>;
    this.#headers = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replace("{sign_in}", "").replace("{images}", "")]));
    this.#cache = cache;
    this.#server = createServer((request, response) => this.#serve(request, response));
  }

  static async open(dist: string): Promise<Site> {
    const site = new Site(dist);
    await new Promise<void>((listening) => site.#server.listen(0, "127.0.0.1", listening));
    return site;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    if (this.cut) return void request.socket.destroy();
    this.served += 1;
    const { pathname } = new URL(request.url ?? "/", "http://x");
    if (pathname === "/config.json") return json(response, { stage: "test", cognito: { endpoint: `${this.origin}/sign-in-service`, region: "r", pool_id: "r_p", client_id: "c" } });
    if (pathname === "/sign-in-service") return json(response, { AuthenticationResult: { AccessToken: "access", ExpiresIn: 3600 } });
    if (pathname.startsWith("/v1/")) return void this.#answer(request, response, pathname);
    const named = join(this.#dist, pathname);
    const file = extname(pathname) ? named : join(this.#dist, "index.html");
    if (!file.startsWith(this.#dist) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404, this.#headers).end();
      return;
    }
    // Packed once by the build, as the hosts serve it.
    const packed = existsSync(`${file}.gz`) ? { file: `${file}.gz`, headers: { "Content-Encoding": "gzip", Vary: "Accept-Encoding" } } : { file, headers: {} };
    const cache = Object.entries(this.#cache).find(([prefix]) => pathname.startsWith(prefix))?.[1] ?? "no-cache";
    const headers = { ...this.#headers, ...packed.headers, "Content-Type": KINDS[extname(file)] ?? "application/octet-stream", "Cache-Control": cache };
    response.writeHead(200, headers).end(readFileSync(packed.file));
  }

  async #answer({ method, url, headers }: IncomingMessage, response: ServerResponse, pathname: string): Promise<void> {
    const made = method === "GET" ? await this.dynamic(new URL(url ?? "/", this.origin)) : undefined;
    if (made !== undefined) return json(response, made);
    const given = { GET: { ...ALWAYS, ...this.answers }, POST: this.replies }[method ?? ""] ?? {};
    const found = Object.entries(given).find(([pattern]) => matches(pattern, pathname));
    if (found) return json(response, found[1], headers["if-none-match"]);
    response.writeHead(REFUSAL.status, { "Content-Type": "application/problem+json", "X-Request-Id": "request-1" }).end(JSON.stringify(REFUSAL));
  }
}

/** With a tag of its content: the browser keeps what it read, and another test's answer to the same address is another one. */
function json(response: ServerResponse, body: unknown, known?: string): void {
  const text = JSON.stringify(body);
  const tag = `"${createHash("sha256").update(text).digest("hex")}"`;
  if (known === tag) return void response.writeHead(304, { ETag: tag }).end();
  response.writeHead(200, { "Content-Type": "application/json", ETag: tag }).end(text);
}

function matches(pattern: string, path: string): boolean {
  return new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path);
}
