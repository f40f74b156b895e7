import type { Plugin } from "vite";

/**
 * Takes out sonner's `<style>` element, which the content security policy refuses.
 * `ui/toast.tsx` imports the same rules as a style sheet.
 */
export function noInlineStyles(): Plugin {
  return {
    name: "no-inline-styles",
    enforce: "pre",
    transform: {
      filter: { id: /sonner\/dist\/index\.mjs/ },
      handler(code) {
        const without = code.replace(/^__insertCSS\(".*"\);$/m, "");
        if (without === code) this.error("sonner no longer inserts its styles as expected: look at tools/no-inline-styles.ts");
        return { code: without, map: null };
      },
    },
  };
}
