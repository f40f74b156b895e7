// For the tests of the built dashboard: one production build, served as the real hosts serve it, with the same policy.
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

import type { TestProject } from "vitest/node";

import { build } from "../built/build";

declare module "vitest" {
  export interface ProvidedContext {
    /** The address at which the build is served. */
    origin: string;
  }
}

const HERE = join(import.meta.dirname, "..");
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

export default async function setup(project: TestProject) {
  const { dist, remove } = build();
  const server = createServer((request, answer) => {
    const path = new URL(request.url ?? "/", "http://x").pathname;
    const named = join(dist, path);
    const file = extname(path) ? named : join(dist, "index.html");
    if (!file.startsWith(dist) || !existsSync(file) || !statSync(file).isFile()) {
      answer.writeHead(404, headers()).end();
      return;
    }
    answer.writeHead(200, { ...headers(), "Content-Type": KINDS[extname(file)] ?? "application/octet-stream" }).end(readFileSync(file));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  project.provide("origin", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return () => {
    server.close();
    remove();
  };
}

function headers(): Record<string, string> {
  const { headers: all } = JSON.parse(readFileSync(join(HERE, "headers.json"), "utf8")) as { headers: Record<string, string> };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, value.replace("{sign_in}", "").replace("{images}", "")]));
}
