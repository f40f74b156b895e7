import { useEffect } from "react";

import { useSheet } from "./use-sheet";

/** Brings the person to the field that the address names, when no sheet is over the page. */
export function useFieldFocus(): void {
  const { sheet, field } = useSheet();
  useEffect(() => {
    if (sheet || !field) return;
    // After the sheet that led here has given the focus back.
    const timer = setTimeout(() => {
      // At a desk the variants are in a grid.
      const found = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]`) ?? (field.startsWith("variant/") ? document.querySelector<HTMLElement>('[role="grid"] input') : null);
      found?.scrollIntoView({ block: "center" });
      found?.focus({ preventScroll: true });
    });
    return () => clearTimeout(timer);
  }, [sheet, field]);
}
