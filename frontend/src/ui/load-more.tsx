import { useEffect, useEffectEvent, useRef } from "react";

import { Button } from "./button";
import { useWords } from "./words.id";

/** The end of the loaded part of a list: loads more when it becomes visible, or when pressed. */
export function LoadMore({ busy, onMore }: { busy: boolean; onMore: () => void }) {
  const w = useWords();
  const place = useRef<HTMLDivElement>(null);
  const more = useEffectEvent(() => {
    if (!busy) onMore();
  });
  useEffect(() => {
    const end = place.current;
    // Observed again after each page, so that a short page does not stop it.
    if (busy || !end || !("IntersectionObserver" in window)) return;
    const watch = new IntersectionObserver(([seen]) => seen?.isIntersecting && more(), { rootMargin: "400px" });
    watch.observe(end);
    return () => watch.disconnect();
  }, [busy]);
  return (
    <div ref={place} className="flex justify-center p-4">
      <Button busy={busy} onClick={onMore}>
        {w.load_more}
      </Button>
    </div>
  );
}
