import { mergeConfig } from "vite";
import { defineConfig } from "vitest/config";

import vite from "./vite.config.ts";

export default mergeConfig(
  vite,
  defineConfig({
    test: {
      restoreMocks: true,
      mockReset: true,
      unstubGlobals: true,
      testTimeout: 60_000,
      projects: [
        {
          extends: true,
          test: {
            name: "app",
            environment: "happy-dom",
            environmentOptions: { happyDOM: { url: "http://syncstore.test/" } },
            setupFiles: ["src/test/setup.ts"],
            include: ["src/**/*.test.{ts,tsx}"],
          },
        },
        // The production build itself: its sizes, and in a real browser.
        { extends: true, test: { name: "built", environment: "node", globalSetup: ["built/build.ts"], include: ["built/**/*.test.ts"], hookTimeout: 60_000 } },
        { extends: true, test: { name: "browser", environment: "node", globalSetup: ["built/build.ts"], include: ["browser/**/*.test.ts"], testTimeout: 600_000, hookTimeout: 60_000, maxConcurrency: 8 } },
        // How fast it is: `make bench PART=dashboard`.
        { extends: true, test: { name: "bench", environment: "node", globalSetup: ["built/build.ts"], include: ["bench/**/*.test.ts"], testTimeout: 1_800_000, hookTimeout: 60_000 } },
      ],
    },
  }),
);
