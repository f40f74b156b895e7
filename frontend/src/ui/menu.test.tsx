import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";

import { Menu, MenuItem } from "./menu";
import { Popover } from "./popover";

it("opens a menu by key, acts, and gives the focus back to its button", async () => {
  const user = userEvent.setup();
  const chosen = vi.fn();
  render(
    <Menu trigger={<button type="button">{"more"}</button>}>
      <MenuItem onSelect={chosen}>{"archive"}</MenuItem>
    </Menu>,
  );
  expect(screen.getByRole("button", { name: "more" }).getAttribute("aria-haspopup")).toBe("menu");
  await user.tab();
  await user.keyboard("{ArrowDown}");
  await screen.findByRole("menuitem", { name: "archive" });
  await user.keyboard("{ArrowDown}{Enter}");
  expect(chosen).toHaveBeenCalledTimes(1);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("button", { name: "more" })));
});

it("opens a popover beside its button, closes it with Escape, and opens it again", async () => {
  const user = userEvent.setup();
  render(<Popover trigger={<button type="button">{"why"}</button>}>{"because"}</Popover>);
  await user.click(screen.getByRole("button", { name: "why" }));
  await screen.findByText("because");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByText("because")).toBeNull());
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "why" }));
  await user.click(screen.getByRole("button", { name: "why" }));
  await screen.findByText("because");
});
