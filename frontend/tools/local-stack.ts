import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import type { Plugin } from "vite";

type Report = { api: string; ministack: string; client_id: string; user_pool_id: string };

/**
 * `npm run dev` on a stack that `make run` started: `/v1` and the sign-in service are on the page's own origin, as in production.
 * `STACK_DIR` names another stack than `.local`; without one, only the pages are served.
 */
export function localStack(): Plugin {
  const report = read(resolve(process.env["STACK_DIR"] ?? "../.local", "run.json"));
  const region = "ap-southeast-3";
  return {
    name: "local-stack",
    apply: "serve",
    config: () =>
      report
        ? {
            server: {
              proxy: {
                "/v1": { target: report.api },
                "/_cognito": { target: report.ministack, rewrite: () => "/" },
              },
            },
          }
        : {},
    configureServer(server) {
      if (!report) return;
      server.middlewares.use("/config.json", (_, answer) => {
        answer.setHeader("content-type", "application/json");
        answer.end(
          JSON.stringify({
            stage: "local",
            cognito: {
              endpoint: "/_cognito",
              region,
              pool_id: report.user_pool_id,
              client_id: report.client_id,
            },
          }),
        );
      });
    },
  };
}

function read(file: string): Report | undefined {
  try {
    return (JSON.parse(readFileSync(file, "utf8")) as { report?: Report }).report;
  } catch {
    return undefined;
  }
}
