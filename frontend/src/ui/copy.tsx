import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";

import { Button } from "./button";
import { useWords } from "./words.id";

const SHOWN = 2500;

/** Something that is needed elsewhere, to the letter, and a button that copies it. `label` names it. */
export function CopyLine({ label, value }: { label: string; value: string }) {
  return (
    <div className="flex max-w-2xl flex-wrap items-center gap-2">
      <code aria-label={label} className="min-w-0 flex-1 basis-56 rounded-md bg-sunken px-3 py-2 font-mono text-meta break-all select-all">
        {value}
      </code>
      <CopyButton label={label} value={value} />
    </div>
  );
}

type Props = {
  /** What is copied. */
  label: string;
  value: string;
  /** Where the value is not beside it, the button says what it copies. */
  spelled?: boolean;
  look?: "plain" | "quiet";
};

/** Copies a value, and says that it did. */
export function CopyButton({ label, value, spelled = false, look = "plain" }: Props) {
  const w = useWords();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => navigator.clipboard.writeText(value).then(() => setCopied(true), () => {});
  return (
    <>
      <Button look={look} aria-label={spelled ? undefined : `${w.copy}: ${label}`} icon={copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />} onClick={() => void copy()}>
        {copied ? w.copied : spelled ? label : w.copy}
      </Button>
      <span role="status" className="sr-only">
        {copied ? w.copied : ""}
      </span>
    </>
  );
}
