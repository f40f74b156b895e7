import { QueryClient } from "@tanstack/react-query";
import { expect, it, vi } from "vitest";

import { forgetKept, keepAnswers, restoreKept } from "./kept";

async function read(queries: QueryClient, name: string, kept: boolean) {
  await queries.fetchQuery({ queryKey: [name], queryFn: () => `${name} of the server`, meta: { kept } });
}

it("gives back after a reload what was to be kept, with the time at which it was read", async () => {
  const first = new QueryClient();
  const stop = keepAnswers(first);
  await read(first, "dashboard", true);
  await read(first, "secret", false);
  stop();
  const second = new QueryClient();
  await vi.waitFor(async () => {
    await restoreKept(second);
    expect(second.getQueryData(["dashboard"])).toBe("dashboard of the server");
  });
  expect(second.getQueryState(["dashboard"])?.dataUpdatedAt).toBe(first.getQueryState(["dashboard"])?.dataUpdatedAt);
  expect(second.getQueryData(["secret"])).toBeUndefined();
});

it("keeps nothing after a sign-out", async () => {
  const first = new QueryClient();
  keepAnswers(first);
  await read(first, "dashboard", true);
  await new Promise((done) => setTimeout(done, 50));
  await forgetKept();
  const second = new QueryClient();
  await restoreKept(second);
  expect(second.getQueryData(["dashboard"])).toBeUndefined();
});
