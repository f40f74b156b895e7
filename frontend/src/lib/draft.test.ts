import { renderHook, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";

import { dropDraft, readDraft, useDraft } from "./draft";

const name = { kind: "product", id: "1" };

it("finds after a reload what was typed", async () => {
  const first = renderHook(() => useDraft<{ title: string }>(name));
  await waitFor(() => expect(first.result.current.draft).toBeNull());
  first.result.current.keep(3, { title: "Baling" });
  first.result.current.keep(3, { title: "Baling-baling" });
  dispatchEvent(new Event("pagehide"));
  await waitFor(async () => expect(await readDraft(name)).toMatchObject({ version: 3, values: { title: "Baling-baling" } }));
  first.unmount();
  const second = renderHook(() => useDraft<{ title: string }>(name));
  await waitFor(() => expect(second.result.current.draft?.values.title).toBe("Baling-baling"));
  await second.result.current.drop();
  expect(await readDraft(name)).toBeUndefined();
  await dropDraft(name);
});
