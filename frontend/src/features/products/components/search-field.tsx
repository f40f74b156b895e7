import { Search, X } from "lucide-react";
import { type RefObject, useEffect, useState } from "react";

import { IconButton } from "@/ui/button";
import { CONTROL } from "@/ui/field";

import { useWords } from "../words.id";

const WAIT = 60;

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
  // The address answers late: what was sent and has not arrived yet is not somebody else's text.
  const [address, setAddress] = useState<{ value: string; sent: readonly string[] }>({ value, sent: [] });
  if (value !== address.value) {
    const arrived = address.sent.indexOf(value);
    setAddress({ value, sent: arrived < 0 ? [] : address.sent.slice(arrived + 1) });
    // Moved by something else, such as the way back or a saved view.
    if (arrived < 0) setTyped(value);
  }
  const newest = address.sent.at(-1) ?? address.value;
  const type = (text: string) => {
    setTyped(text);
    onType(text);
  };
  useEffect(() => {
    if (typed === newest) return;
    const timer = setTimeout(() => {
      setAddress((before) => ({ ...before, sent: [...before.sent, typed] }));
      onChange(typed);
    }, WAIT);
    return () => clearTimeout(timer);
  }, [typed, newest, onChange]);
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
