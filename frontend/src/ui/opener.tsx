import { Slot } from "radix-ui";
import { type KeyboardEvent, type ReactNode, useState } from "react";

import { type Later, useSoon, useWhen } from "@/lib/later";

type Props<Parts> = {
  code: Later<Parts>;
  kind: "dialog" | "menu";
  trigger: ReactNode;
  /** Where the caller decides it. */
  open?: boolean | undefined;
  onOpen?: () => void;
  /** Replaces the button when it is pressed; mounted open. */
  children: (parts: Parts) => ReactNode;
};

/** A button whose popover or menu is loaded when the pointer or the focus comes near. The button does not change until the code is loaded. */
export function Opener<Parts>({ code, kind, trigger, open = false, onOpen, children }: Props<Parts>) {
  const [wanted, setWanted] = useState(false);
  const parts = useWhen(code, wanted || open);
  useSoon(code);
  if (parts) return children(parts);
  const near = () => void code.load().catch(() => {});
  const press = () => {
    onOpen?.();
    setWanted(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (kind !== "menu" || event.key !== "ArrowDown") return;
    event.preventDefault();
    press();
  };
  return (
    <Slot.Root aria-haspopup={kind} aria-expanded={false} data-state="closed" onPointerEnter={near} onFocus={near} onClick={press} onKeyDown={onKeyDown}>
      {trigger}
    </Slot.Root>
  );
}
