// Where the focus goes when a sheet, a dialog or a question closes: back to what opened it. Radix does this only for a dialog that
// renders its own button; here the address or the page opens most of them.
import { useState } from "react";

type Handlers = { onOpenAutoFocus: () => void; onCloseAutoFocus: (event: Event) => void };

const DIALOG = '[role="dialog"],[role="alertdialog"]';
/** What had the focus last outside of every dialog. */
let outside: HTMLElement | null = null;

addEventListener("focusin", ({ target }) => {
  if (target instanceof Element && !target.closest(DIALOG)) outside = lasting(target);
});

/** The handlers of a dialog's content. */
export function useFocusBack(): Handlers {
  const [handlers] = useState(makeHandlers);
  return handlers;
}

function makeHandlers(): Handlers {
  let opener: HTMLElement | null = null;
  return {
    onOpenAutoFocus: () => {
      opener = lasting(document.activeElement);
    },
    onCloseAutoFocus: (event) => {
      event.preventDefault();
      // What comes next may have it already, as the page that a command led to.
      const now = document.activeElement;
      if (now && now !== document.body && !now.closest(DIALOG)) return;
      // One sheet may have followed another, so that only what opened the first of them is still there.
      const target = [opener, outside].find((one) => one?.isConnected) ?? document.getElementById("main");
      target?.focus({ preventScroll: true });
    },
  };
}

/** An item of a menu is gone when its menu has closed; the menu's button stays. */
function lasting(focused: Element | null): HTMLElement | null {
  const menu = focused?.closest('[role="menu"]');
  const found = menu ? document.getElementById(menu.getAttribute("aria-labelledby") ?? "") : focused;
  return found instanceof HTMLElement && found !== document.body ? found : null;
}
