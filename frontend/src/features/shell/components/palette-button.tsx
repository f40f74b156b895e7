import { Search } from "lucide-react";
import { useRef, useState } from "react";

import { later, useSoon, useWhen } from "@/lib/later";
import { useShortcut } from "@/lib/shortcuts";
import { typedAhead } from "@/lib/typed-ahead";

import { useWords } from "../words.id";

const code = later(() => import("./palette"));

/** Opens the palette. What is typed before its field is there is not lost. */
export function PaletteButton() {
  const w = useWords();
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  const ahead = useRef<ReturnType<typeof typedAhead>>(null);
  const take = () => {
    const typed = ahead.current?.take();
    ahead.current = null;
    return typed;
  };
  const change = (next: boolean) => {
    take();
    if (next) ahead.current = typedAhead();
    setWanted(wanted || next);
    setOpen(next);
  };
  const parts = useWhen(code, wanted);
  useSoon(code);
  useShortcut("mod+k", w.palette, () => change(true));
  return (
    <>
      <button type="button" onClick={() => change(true)} aria-keyshortcuts="Control+K" className="flex min-h-11 w-full items-center gap-2 rounded-md border border-edge bg-surface px-3 text-muted hover:bg-sunken md:min-h-9">
        <Search size={16} aria-hidden />
        {w.palette_open}
        <kbd className="ml-auto font-mono text-meta max-md:hidden">⌘K</kbd>
      </button>
      {parts ? <parts.default open={open} onOpenChange={change} take={take} /> : null}
    </>
  );
}
