import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";

import { setDensity } from "@/lib/density";
import { setTheme } from "@/lib/theme";
import { setLanguage } from "@/lib/words";
import { preferences } from "@/test/preferences";
import { renderPart } from "@/test/render";
import { answer, problem, refuse } from "@/test/server";

import { useAppearance, usePrefer } from "./prefer";
import { useFollowPreferences, usePreferences } from "./preferences";

afterEach(() => {
  setTheme("system");
  setDensity("comfortable");
});

const view = (name: string) => ({ name, search: `?q=${name}` });

function Part() {
  useFollowPreferences();
  const { chooseTheme, chooseLanguage } = useAppearance();
  const prefer = usePrefer();
  const { views } = usePreferences();
  const add = (name: string) => prefer((now) => ({ views: { products: [...(now.views["products"] ?? []).filter((one) => one.name !== name), view(name)] } }));
  return (
    <>
      <button onClick={() => chooseTheme("dark")}>{"dark"}</button>
      <button onClick={() => chooseLanguage("en")}>{"english"}</button>
      <button onClick={() => add("mine")}>{"add"}</button>
      <p>{`views: ${(views["products"] ?? []).map(({ name }) => name).join(" ")}`}</p>
    </>
  );
}

const root = document.documentElement;

it("follows what was chosen on another device", async () => {
  preferences({ language: "en", theme: "dark", density: "compact" });
  await renderPart(<Part />);
  await waitFor(() => expect([root.lang, root.dataset["theme"], root.dataset["density"]]).toEqual(["en", "dark", "compact"]));
});

it("leaves the device alone where nothing was chosen", async () => {
  setTheme("dark");
  preferences();
  const { queries } = await renderPart(<Part />);
  await waitFor(() => expect(queries.isFetching()).toBe(0));
  expect(root.dataset["theme"]).toBe("dark");
});

it("shows a choice at once and keeps it at the server, one after the other", async () => {
  const kept = preferences();
  await renderPart(<Part />);
  await userEvent.click(screen.getByRole("button", { name: "dark" }));
  expect(root.dataset["theme"]).toBe("dark");
  await userEvent.click(screen.getByRole("button", { name: "english" }));
  await userEvent.click(screen.getByRole("button", { name: "add" }));
  await waitFor(() => expect(kept()).toMatchObject({ theme: "dark", language: "en", views: { products: [view("mine")] } }));
  expect(screen.getByText("views: mine")).toBeTruthy();
});

it("keeps what another device saved in between", async () => {
  const { queries } = await renderPart(<Part />);
  await waitFor(() => expect(queries.isFetching()).toBe(0));
  let saved: unknown;
  answer("get", "/v1/me/preferences", { views: { products: [view("theirs")] }, columns: {}, notices: { muted: [] } }, { etag: '"7"' });
  answer("patch", "/v1/me/preferences", async ({ request }) => {
    if (request.headers.get("If-Match") !== '"7"') return problem(412, "version_stale");
    saved = await request.json();
    return Response.json({ ...(saved as object), columns: {}, notices: { muted: [] } }, { headers: { ETag: '"8"' } });
  });
  await userEvent.click(screen.getByRole("button", { name: "add" }));
  await screen.findByText("views: theirs mine");
  expect(saved).toEqual({ views: { products: [view("theirs"), view("mine")] } });
});

it("takes back what the server refuses", async () => {
  const { queries } = await renderPart(<Part />);
  await waitFor(() => expect(queries.isFetching()).toBe(0));
  refuse("patch", "/v1/me/preferences", 422, "preferences_too_large");
  await userEvent.click(screen.getByRole("button", { name: "add" }));
  await waitFor(() => expect(screen.getByText("views:")).toBeTruthy());
  setLanguage("id");
});
