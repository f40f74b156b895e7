import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";

import { renderPart } from "@/test/render";
import { SearchBox } from "@/ui/search-box";

import { useTypedSearch } from "./typed-search";

/** An address that changes only when the test changes it, as late as on a slow phone. */
async function late() {
  const asked: string[] = [];
  let arrive: (text: string) => void = () => undefined;
  function Page() {
    const [value, setValue] = useState("");
    arrive = setValue;
    const [typed, setTyped] = useTypedSearch(value, (text) => asked.push(text), 5);
    return <SearchBox label="Cari" value={typed} onChange={setTyped} />;
  }
  await renderPart(<Page />);
  return { asked, arrive: (text: string) => act(() => arrive(text)), box: await screen.findByRole<HTMLInputElement>("searchbox", { name: "Cari" }) };
}

it("keeps what is typed while the address lags behind, and follows the address when something else moves it", async () => {
  const { asked, arrive, box } = await late();
  await userEvent.click(box);
  await userEvent.paste("MSL");
  await waitFor(() => expect(asked).toEqual(["MSL"]));
  expect(box.value).toBe("MSL");
  await userEvent.paste("-02");
  await waitFor(() => expect(asked).toEqual(["MSL", "MSL-02"]));
  arrive("MSL");
  expect(box.value).toBe("MSL-02");
  arrive("MSL-02");
  expect(box.value).toBe("MSL-02");
  arrive("dudukan");
  expect(box.value).toBe("dudukan");
  await userEvent.click(screen.getByRole("button", { name: "Hapus pencarian" }));
  expect(document.activeElement).toBe(box);
  await waitFor(() => expect(asked).toEqual(["MSL", "MSL-02", ""]));
});
