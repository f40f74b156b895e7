import { type PointerEvent, type RefObject, useState } from "react";

const FAR = 8;

type Drag = { at: number; over: number; x: number; y: number; moved: boolean };

/** Reorders by drag with mouse, pen or finger. Spread `handle(at)` on the dragged element; the children of `list` are the places. */
export function useReorder(list: RefObject<HTMLElement | null>, onMove: (from: number, to: number) => void) {
  const [drag, setDrag] = useState<Drag>();
  const placeAt = (x: number, y: number) =>
    [...(list.current?.children ?? [])].findIndex((child) => {
      const box = child.getBoundingClientRect();
      return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
    });
  return {
    at: drag?.moved ? drag.at : undefined,
    over: drag?.moved ? drag.over : undefined,
    handle: (at: number) => ({
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ at, over: at, x: event.clientX, y: event.clientY, moved: false });
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        if (!drag) return;
        const moved = drag.moved || Math.abs(event.clientX - drag.x) > FAR || Math.abs(event.clientY - drag.y) > FAR;
        const over = placeAt(event.clientX, event.clientY);
        setDrag({ ...drag, moved, over: over < 0 ? drag.over : over });
      },
      onPointerUp: () => {
        if (drag?.moved) onMove(drag.at, drag.over);
        setDrag(undefined);
      },
      onPointerCancel: () => setDrag(undefined),
    }),
  };
}
