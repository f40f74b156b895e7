import { render, screen } from "@testing-library/react";
import { useState } from "react";
import { expect, it, vi } from "vitest";

import { later, useWhen } from "./later";

const word = (text: string) => ({ Word: () => <p>{text}</p> });

function Page({ code }: { code: ReturnType<typeof later<ReturnType<typeof word>>> }) {
  const [wanted, setWanted] = useState(false);
  const parts = useWhen(code, wanted);
  return parts ? <parts.Word /> : <button onClick={() => setWanted(!wanted)}>{"show"}</button>;
}

it("loads once, and only when it is wanted", async () => {
  const bring = vi.fn(async () => word("here"));
  const code = later(bring);
  render(<Page code={code} />);
  expect(bring).not.toHaveBeenCalled();
  screen.getByRole("button").click();
  await screen.findByText("here");
  await code.load();
  expect(bring).toHaveBeenCalledTimes(1);
});

it("draws at once what was brought before it was wanted", async () => {
  const code = later(async () => word("here"));
  await code.load();
  const { rerender } = render(<Page code={code} />);
  screen.getByRole("button").click();
  rerender(<Page code={code} />);
  expect(screen.getByText("here")).toBeTruthy();
});

it("tries again after the network failed", async () => {
  const bring = vi.fn(async () => word("here")).mockRejectedValueOnce(new TypeError("network"));
  const code = later(bring);
  await expect(code.load()).rejects.toThrow("network");
  render(<Page code={code} />);
  screen.getByRole("button").click();
  await screen.findByText("here");
});
