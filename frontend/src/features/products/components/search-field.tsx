import { Search, X } from "lucide-react";
import { type RefObject, useEffect, useState } from "react";

import { IconButton } from "@/ui/button";
import { CONTROL } from "@/ui/field";

import { useWords } from "../words.id";

const WAIT = 60;
/** Milliseconds after which nothing that was sent comes back any more. */
const LATE = 2000;

type Props = {
  /** From the address. */
  value: string;
  onChange: (text: string) => void;
  /** Every keystroke, at once. */
  onType: (text: string) => void;
  /** Enter: the first result; arrow down: into the list. */
  onEnter: () => void;
  onDown: () => void;
  box: RefObject<HTMLInputElement | null>;
};

/** Searches as one types; the address follows a moment later. */
export function SearchField({ value, onChange, onType, onEnter, onDown, box }: Props) {
  const w = useWords();
  const [typed, setTyped] = useState(value);
  // The address answers late, and on a slow phone out of order: what was sent lately is not somebody else's text.
  const [seen, setSeen] = useState(value);
  const [sent, setSent] = useState<readonly string[]>([]);
  if (value !== seen) {
    setSeen(value);
    // Moved by something else, such as the way back or a saved view.
    if (value !== typed && !sent.includes(value)) {
      setTyped(value);
      setSent([]);
    }
  }
  const newest = sent.at(-1) ?? seen;
  const type = (text: string) => {
    setTyped(text);
    onType(text);
  };
  // Also when the address moved it; the same text twice changes nothing.
  useEffect(() => onType(typed), [typed, onType]);
  useEffect(() => {
    if (typed === newest) return;
    const timer = setTimeout(() => {
      setSent((before) => [...before, typed]);
      onChange(typed);
    }, WAIT);
    return () => clearTimeout(timer);
  }, [typed, newest, onChange]);
  useEffect(() => {
    if (seen !== typed || sent.length === 0) return;
    const timer = setTimeout(() => setSent([]), LATE);
    return () => clearTimeout(timer);
  }, [seen, typed, sent]);
  return (
    <div role="search" className="relative flex-1">
      <Search size={16} aria-hidden className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-muted" />
      <input
        ref={box}
        type="search"
        enterKeyHint="search"
        autoComplete="off"
        aria-label={w.search}
        placeholder={w.search}
        value={typed}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") onEnter();
          if (event.key === "ArrowDown") {
            event.preventDefault();
            onDown();
          }
        }}
        className={`${CONTROL} pr-11 pl-9 [&::-webkit-search-cancel-button]:hidden`}
      />
      {typed ? (
        <IconButton
          label={w.clear_search}
          className="absolute top-0 right-0"
          onClick={() => {
            type("");
            box.current?.focus();
          }}
        >
          <X size={16} aria-hidden />
        </IconButton>
      ) : null}
    </div>
  );
}
