import "fake-indexeddb/auto";

import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";

import { openDoor } from "@/api/client";
import { end } from "@/auth/session";
import { allThere } from "@/lib/later";
import { sawAnswer } from "@/lib/online";
import { forgetTags } from "@/lib/poll";
import { setLanguage } from "@/lib/words";

import { server } from "./server";

// The first page of a file waits until its code is compiled, on a busy machine for long; what never comes still fails.
configure({ asyncUtilTimeout: 15_000 });

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterAll(() => server.close());
// What the browser brings while it has nothing else to do: a test has no such moment.
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
