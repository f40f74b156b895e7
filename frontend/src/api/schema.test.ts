import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import openapi, { astToString } from "openapi-typescript";
import { expect, it } from "vitest";

it("has types of the API as it is now (else: npm run schema)", async () => {
  const here = import.meta.dirname;
  const document = JSON.parse(readFileSync(resolve(here, "../../../functions/api/openapi.json"), "utf8"));
  const now = astToString(await openapi(document, { alphabetize: true, defaultNonNullable: false }));
  const kept = readFileSync(resolve(here, "schema.gen.ts"), "utf8");
  expect(kept.endsWith(now), "src/api/schema.gen.ts is stale: npm run schema").toBe(true);
});
