import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { Marked } from "marked";
import type { Plugin, Rollup } from "vite";

const FOLDER = join(import.meta.dirname, "../../docs/panduan");
const STYLE = join(import.meta.dirname, "manual.css");

/**
 * The seller's manual (docs/panduan) as pages beside the dashboard: `/panduan/<page>.html`, in its look, without a script of their own.
 * They open without signing in, and without a network once the service worker has stored them.
 */
export function manual(): Plugin {
  return {
    name: "manual",
    configureServer(server) {
      server.middlewares.use("/panduan/", (request, response, next) => {
        const name = (request.url ?? "").replace(/^\/|[?#].*$/g, "");
        const page = pagesOf().find((one) => pathOf(one) === name);
        if (!page && name !== "manual.css") return next();
        response.setHeader("Content-Type", page ? "text/html; charset=utf-8" : "text/css");
        response.end(page ? pageOf(page, ["/src/styles.css?direct", "manual.css"]) : readFileSync(STYLE));
      });
    },
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        this.emitFile({ type: "asset", fileName: "panduan/manual.css", source: readFileSync(STYLE, "utf8") });
        const styles = [...stylesOf(bundle), "manual.css"];
        for (const file of pagesOf()) this.emitFile({ type: "asset", fileName: `panduan/${pathOf(file)}`, source: pageOf(file, styles) });
        for (const picture of picturesOf()) this.emitFile({ type: "asset", fileName: `panduan/${picture}`, source: readFileSync(join(FOLDER, picture)) });
      },
    },
  };
}

const pagesOf = () => readdirSync(FOLDER).filter((file) => file.endsWith(".md"));
const picturesOf = () => readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((file) => /\.(png|webp)$/.test(file));
const pathOf = (file: string) => (file === "README.md" ? "index.html" : `${basename(file, ".md")}.html`);

/** The style sheets of the dashboard itself: its colours and type are those of the manual. */
function stylesOf(bundle: Rollup.OutputBundle): string[] {
  const entry = Object.values(bundle).find((one) => one.type === "chunk" && one.isEntry);
  const styles = entry?.type === "chunk" ? [...(entry.viteMetadata?.importedCss ?? [])] : [];
  if (styles.length === 0) throw new Error("the dashboard has no style sheet that the manual could use");
  return styles.map((file) => `/${file}`);
}

function pageOf(file: string, styles: string[]): string {
  const text = readFileSync(join(FOLDER, file), "utf8");
  const title = /^# (.+)$/m.exec(text)?.[1] ?? "Panduan";
  const contents = file === "README.md" ? "" : '<a href="index.html">Daftar isi</a>';
  return `<!doctype html>
<html lang="id">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
    <meta name="theme-color" content="#FAFAF9" media="(prefers-color-scheme: light)" />
    <meta name="theme-color" content="#0C0A09" media="(prefers-color-scheme: dark)" />
    <title>${title} · SyncStore</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />
    <script src="/theme.js"></script>
    ${styles.map((style) => `<link rel="stylesheet" href="${style}" />`).join("\n    ")}
  </head>
  <body class="manual" lang="id">
    <nav aria-label="Panduan"><a href="/">SyncStore</a>${contents}</nav>
    <main>
${bodyOf(text)}    </main>
  </body>
</html>
`;
}

function bodyOf(text: string): string {
  const markdown = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth, text: title }) {
        return `<h${depth} id="${anchorOf(title)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const [page = "", anchor] = href.split("#");
        const to = /^\w+:/.test(page) || !page.endsWith(".md") ? page : pathOf(page);
        return `<a href="${to}${anchor === undefined ? "" : `#${anchor}`}">${this.parser.parseInline(tokens)}</a>`;
      },
    },
  });
  return withCodes(markdown.parse(text, { async: false }));
}

/** As GitHub makes them, so that a link holds in both places. */
const anchorOf = (title: string) => title.toLowerCase().replaceAll(/[^\p{L}\p{N}_\s-]/gu, "").trim().replaceAll(" ", "-");

/** Every code that a line of a list explains can be linked to: `pesan-kesalahan.html#price_zero`; the first line that has it wins. */
function withCodes(html: string): string {
  const named = new Set<string>();
  return html.replaceAll(/<li>(.*?)((?: <code>[a-z_]+<\/code>)+)<\/li>/g, (_, said: string, codes: string) => {
    const linked = codes.replaceAll(/<code>([a-z_]+)<\/code>/g, (whole, code: string) => {
      if (named.has(code)) return whole;
      named.add(code);
      return `<code id="${code}">${code}</code>`;
    });
    return `<li>${said}${linked}</li>`;
  });
}
