import { clsx } from "clsx";
import { Search, X } from "lucide-react";
import { type KeyboardEvent, type RefObject, useRef } from "react";

import { IconButton } from "./button";
import { CONTROL } from "./field";
import { useWords } from "./words.id";

type Props = {
  /** What it searches; also shown while it is empty. */
  label: string;
  value: string;
  onChange: (text: string) => void;
  onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
  /** A ref to the input, to focus it. */
  box?: RefObject<HTMLInputElement | null>;
  className?: string;
};

/** Words to search for, with a way to empty it; `lib/typed-search.ts` ties it to the address. */
export function SearchBox({ label, value, onChange, onKeyDown, box, className }: Props) {
  const w = useWords();
  const own = useRef<HTMLInputElement>(null);
  const input = box ?? own;
  return (
    <div role="search" className={clsx("relative min-w-0 flex-1", className)}>
      <Search size={16} aria-hidden className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-muted" />
      <input
        ref={input}
        type="search"
        enterKeyHint="search"
        autoComplete="off"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        className={clsx(CONTROL, "pl-9 text-ellipsis [&::-webkit-search-cancel-button]:hidden", value && "pr-11")}
      />
      {value ? (
        <IconButton
          label={w.clear_search}
          className="absolute top-0 right-0"
          onClick={() => {
            onChange("");
            input.current?.focus();
          }}
        >
          <X size={16} aria-hidden />
        </IconButton>
      ) : null}
    </div>
  );
}
