import "sonner/dist/styles.css";

import type { CSSProperties } from "react";
import { Toaster } from "sonner";

import { useTheme } from "@/lib/theme";

import { useWords } from "./words.id";

const COLOURS = {
  "--normal-bg": "var(--surface)",
  "--normal-border": "var(--line)",
  "--normal-text": "var(--ink)",
  "--border-radius": "6px",
  "--width": "400px",
} as CSSProperties;

/** Where toasts appear: above the phone's tabs, in the corner of the desk. Say it with `toast` of `lib/toast.ts`. */
export default function Toasts() {
  const w = useWords();
  return (
    <Toaster
      theme={useTheme()}
      position="bottom-right"
      mobileOffset={{ bottom: "calc(var(--tabs) + 8px)" }}
      visibleToasts={3}
      duration={8000}
      containerAriaLabel={w.toasts}
      closeButton
      style={COLOURS}
      toastOptions={{ closeButtonAriaLabel: w.close }}
    />
  );
}
