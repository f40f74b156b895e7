// A small test runner: each check is a sentence and a function. `make test` reads the counts from the last line.
import { strictEqual } from "node:assert";

let passed = 0;
let failed = 0;

export async function check(sentence, body) {
  try {
    await body();
    passed += 1;
    console.log(`  ok    ${sentence}`);
  } catch (error) {
    failed += 1;
    console.log(`  FAIL  ${sentence}\n        ${error?.stack ?? error}`);
  }
}

export async function refuses(promise, wanted) {
  try {
    await promise;
  } catch (error) {
    const said = `${error?.message} ${JSON.stringify(error?.data ?? error?.code ?? "")}`;
    strictEqual(wanted.test(said), true, `refused with: ${said}`);
    return;
  }
  throw new Error(`was not refused with ${wanted}`);
}

export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}

export async function control(base, path, method = "GET", body = undefined) {
  const answer = await fetch(`${base}/_sandbox/${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  return text ? JSON.parse(text) : {};
}

// The query of the authorise page's redirect, as a seller's browser would follow it.
export async function authorise(link) {
  const page = await fetch(link, { redirect: "manual" });
  const location = page.headers.get("location");
  if (!location) throw new Error(`the authorise page answered ${page.status}: ${await page.text()}`);
  return new URL(location).searchParams;
}
