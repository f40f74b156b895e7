import { mergeConfig } from "vite";
import { defineConfig } from "vitest/config";

import vite from "./vite.config.ts";

export default mergeConfig(
  vite,
  defineConfig({
    test: {
      environment: "happy-dom",
      environmentOptions: { happyDOM: { url: "http://syncstore.test/" } },
      setupFiles: ["src/test/setup.ts"],
      restoreMocks: true,
      testTimeout: 20_000,
      unstubGlobals: true,
      include: ["src/**/*.test.{ts,tsx}", "tools/**/*.test.ts"],
    },
  }),
);
