// The production build that the tests of it look at: made once for all of them, or named by DIST=.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** The folder of the build. */
    dist: string;
  }
}

const HERE = join(import.meta.dirname, "..");

/** Where the build is, and how to take it away again. */
export function build(): { dist: string; remove: () => void } {
  const given = process.env["DIST"];
  if (given) {
    const dist = resolve(given);
    if (!existsSync(join(dist, ".vite/manifest.json"))) throw new Error(`DIST=${given}: there is no build in it`);
    return { dist, remove: () => {} };
  }
  const dist = mkdtempSync(join(tmpdir(), "syncstore-dist-"));
  // A process of its own: this one is a test, and would build for development.
  execFileSync("npm", ["run", "bundle", "--", "--outDir", dist, "--emptyOutDir"], { cwd: HERE, env: { ...process.env, NODE_ENV: "production" }, stdio: "pipe" });
  return { dist, remove: () => rmSync(dist, { recursive: true, force: true }) };
}

export default function setup(project: TestProject) {
  const { dist, remove } = build();
  project.provide("dist", dist);
  return remove;
}
