import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useRef, useState } from "react";
import { expect, it } from "vitest";

import { SearchField } from "./components/search-field";

/** An address that changes only when the test changes it, as late as on a slow phone. */
function late() {
  const asked: string[] = [];
  let arrive: (text: string) => void = () => undefined;
  function Page() {
    const [value, setValue] = useState("");
    const box = useRef<HTMLInputElement>(null);
    arrive = setValue;
    return <SearchField value={value} onChange={(text) => asked.push(text)} onType={() => undefined} onEnter={() => undefined} onDown={() => undefined} box={box} />;
  }
  render(<Page />);
  return { asked, arrive: (text: string) => act(() => arrive(text)), box: () => screen.getByRole<HTMLInputElement>("searchbox") };
}

const pause = () => act(() => new Promise((done) => setTimeout(done, 120)));

it("keeps what is typed while the address lags behind, and follows the address when something else moves it", async () => {
  const user = userEvent.setup();
  const { asked, arrive, box } = late();
  await user.type(box(), "MSL");
  await pause();
  expect(asked).toEqual(["MSL"]);
  expect(box().value).toBe("MSL");
  await user.type(box(), "-02");
  await pause();
  await arrive("MSL");
  expect(box().value).toBe("MSL-02");
  await arrive("MSL-02");
  expect(box().value).toBe("MSL-02");
  await arrive("dudukan");
  expect(box().value).toBe("dudukan");
  await pause();
  expect(asked).toEqual(["MSL", "MSL-02"]);
});
