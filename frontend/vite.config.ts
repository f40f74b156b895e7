import { fileURLToPath } from "node:url";

import tailwindcss from "@tailwindcss/vite";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";

import { installable } from "./tools/installable.ts";
import { localStack } from "./tools/local-stack.ts";
import { manual } from "./tools/manual.ts";
import { noInlineStyles } from "./tools/no-inline-styles.ts";
import { precompress } from "./tools/precompress.ts";

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  plugins: [
    // Loaders load with their page: what they read is no part of the first load.
    tanstackRouter({
      target: "react",
      codeSplittingOptions: {
        defaultBehavior: [["loader", "component"], ["errorComponent"], ["notFoundComponent"]],
        // The frame and Beranda are nearly always the first page: one file with all that they need packs better than thirty small ones.
        splitBehavior: ({ routeId }) => (routeId === "/_app" || routeId === "/_app/" ? [] : undefined),
      },
    }),
    react(),
    tailwindcss(),
    noInlineStyles(),
    localStack(),
    manual(),
    VitePWA(installable),
    precompress(),
  ],
  resolve: {
    alias: {
      "@": source(""),
      // The scroll lock of Radix writes <style> elements, which the content security policy refuses.
      "react-style-singleton": source("lib/style-singleton.ts"),
    },
  },
  // Amazon's sign-in library is from before browsers and Node agreed on a name.
  define: { global: "globalThis" },
  build: {
    target: "es2023",
    manifest: true,
    sourcemap: "hidden",
    // Nothing as a data: address, so that the content security policy needs none.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
