import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

import type { Plugin } from "vite";

/** A packed copy beside every text file, for hosts that do not pack by themselves; CloudFront packs what it serves. */
export function precompress(): Plugin {
  let folder = "dist";
  return {
    name: "precompress",
    apply: "build",
    configResolved(config) {
      folder = config.build.outDir;
    },
    closeBundle: {
      order: "post",
      sequential: true,
      handler() {
        for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
          if (!/\.(js|css|html|svg|json|webmanifest)$/.test(file)) continue;
          const path = join(folder, file);
          const text = readFileSync(path);
          writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
          writeFileSync(`${path}.br`, brotliCompressSync(text));
        }
      },
    },
  };
}
