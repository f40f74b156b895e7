// The order of layers: routes → features → ui → auth → api → lib. These tests check the rules, so that reviews do not have to.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

import ts from "typescript";
import { describe, expect, it } from "vitest";

const SOURCE = resolve(import.meta.dirname, "..");
const LAYERS = ["lib", "api", "auth", "ui", "features", "routes"];
/** These files compose all layers, so they may import all of them. */
const WHOLE = new Set(["main.tsx", "router.tsx"]);
const GENERATED = new Set(["routeTree.gen.ts", "api/schema.gen.ts"]);
const LONGEST = 400;

const files = walk(SOURCE)
  .map((file) => relative(SOURCE, file))
  .filter((file) => /\.tsx?$/.test(file) && !GENERATED.has(file));
const product = files.filter((file) => !/\.test\.tsx?$/.test(file) && !file.startsWith("test/") && !WHOLE.has(file));

describe("the order of the house", () => {
  it("has every file in a layer", () => {
    expect(product.filter((file) => !LAYERS.includes(layer(file)))).toEqual(["fonts.css", "styles.css"].filter((file) => product.includes(file)));
  });

  it("lets a layer use only those below it", () => {
    expect(product.flatMap((file) => uses(file).filter((used) => LAYERS.indexOf(layer(used)) > LAYERS.indexOf(layer(file))).map((used) => `${file} uses ${used}`))).toEqual([]);
  });

  it("keeps features apart from each other", () => {
    const feature = (file: string) => file.split("/")[1];
    const features = product.filter((file) => layer(file) === "features");
    expect(features.flatMap((file) => uses(file).filter((used) => layer(used) === "features" && feature(used) !== feature(file)).map((used) => `${file} uses ${used}`))).toEqual([]);
  });

  it("keeps schemas out of what every route loads at once", () => {
    const first = product.filter((file) => layer(file) === "routes" || file.endsWith("/search.ts"));
    expect(first.filter((file) => /from "(zod|@\/lib\/zod)/.test(text(file)))).toEqual([]);
  });

  it("uses zod only as the policy allows it", () => {
    expect(product.filter((file) => file !== "lib/zod.ts" && /from "zod/.test(text(file)))).toEqual([]);
  });

  it("has no barrels", () => {
    const barrels = product.filter((file) => /(^|\/)index\.tsx?$/.test(file) && layer(file) !== "routes");
    const passing = product.filter((file) => parse(file).statements.some((node) => ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined));
    expect([...barrels, ...passing]).toEqual([]);
  });

  it("keeps files short", () => {
    expect(files.filter((file) => text(file).split("\n").length > LONGEST)).toEqual([]);
  });

  it("has each feature's texts in both languages", () => {
    const id = files.filter((file) => file.endsWith("words.id.ts")).map(dirname);
    const en = files.filter((file) => file.endsWith("words.en.ts")).map(dirname);
    expect(id).toEqual(en);
  });

  it("writes no literal text in JSX", () => {
    expect(product.flatMap(literals)).toEqual([]);
  });

  it("leads only to pages that exist", () => {
    // A cast hides from the compiler that no such page exists; `PageLink` is for those that may not be there yet.
    expect(product.filter((file) => /\bto(=\{|: )[^\n]* as string\b/.test(text(file)))).toEqual([]);
  });

  it("keeps a page while one types into its search", () => {
    // With `loaderDeps` the router treats every keystroke as a new page: a slow phone shows the skeleton in between and loses typed text.
    expect(product.filter((file) => layer(file) === "routes" && /\bq\b/.test(text(file)) && /loaderDeps:/.test(text(file)))).toEqual([]);
  });

  it("computes no money", () => {
    const names = /(price|keeps|rupiah|amount|total_min|buyer_pays|cost)\w*\s*[*/+-]\s*\w|parseFloat\(.*(price|amount)/i;
    const code = (file: string) => text(file).replaceAll(/\/\/.*|\/\*[^]*?\*\/|"[^"\n]*"|`[^`]*`|'[^'\n]*'/g, "");
    expect(product.filter((file) => file.endsWith(".ts") && layer(file) !== "lib" && names.test(code(file)))).toEqual([]);
  });
});

/** Attributes that people read or hear. */
const SPOKEN = new Set(["label", "title", "alt", "placeholder", "aria-label", "hint", "description", "lead"]);

function literals(file: string): string[] {
  if (!file.endsWith(".tsx")) return [];
  const found: string[] = [];
  const source = parse(file);
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && /\p{L}/u.test(node.text)) found.push(`${file}: ${node.text.trim()}`);
    if (ts.isJsxAttribute(node) && node.initializer && ts.isStringLiteral(node.initializer) && SPOKEN.has(node.name.getText(source)) && /\p{L}/u.test(node.initializer.text)) {
      found.push(`${file}: ${node.getText(source)}`);
    }
    if (ts.isJsxExpression(node) && node.expression && ts.isStringLiteralLike(node.expression) && !ts.isJsxAttribute(node.parent) && /\p{L}/u.test(node.expression.text)) {
      found.push(`${file}: ${node.expression.text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  // Keys on a keyboard are the same in every language.
  return found.filter((one) => !one.endsWith(": ⌘K"));
}

function uses(file: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const named = (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier ? node.moduleSpecifier : undefined;
    const called = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments[0] : undefined;
    const target = named ?? called;
    if (target && ts.isStringLiteral(target)) {
      if (target.text.startsWith("@/")) found.push(target.text.slice(2));
      else if (target.text.startsWith(".")) found.push(join(dirname(file), target.text));
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return found;
}

function layer(file: string): string {
  return file.split("/")[0] ?? file;
}

function text(file: string): string {
  return readFileSync(join(SOURCE, file), "utf8");
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, text(file), ts.ScriptTarget.Latest, true, file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
}

function walk(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? walk(path) : [path];
  });
}
