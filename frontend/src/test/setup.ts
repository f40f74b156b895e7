import "fake-indexeddb/auto";

import { cleanup, configure, getConfig } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";

import { openDoor } from "@/api/client";
import { end } from "@/auth/session";
import { allThere } from "@/lib/later";
import { sawAnswer } from "@/lib/online";
import { forgetTags } from "@/lib/poll";
import { setLanguage } from "@/lib/words";

import { server } from "./server";

// A page's code is compiled when it is first wanted, on a busy machine for long. No wait and no press begins before it is there,
// so that a wait measures the page alone; what never comes still fails.
const { asyncWrapper } = getConfig();
configure({
  asyncUtilTimeout: 15_000,
  asyncWrapper: (work) =>
    asyncWrapper(async () => {
      await vi.dynamicImportSettled();
      return work();
    }),
});

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterAll(() => server.close());
// Loads the code that a browser loads when idle, because a test is never idle.
beforeAll(allThere);

beforeEach(() => {
  openDoor({ token: async () => "token-of-the-test", refused: () => {} });
});
afterEach(() => {
  cleanup();
  server.resetHandlers();
  forgetTags();
  sawAnswer(true);
  end();
  localStorage.clear();
  sessionStorage.clear();
  setLanguage("id");
  localStorage.clear();
});
