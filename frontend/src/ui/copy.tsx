import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";

import { Button } from "./button";
import { useWords } from "./words.id";

const SHOWN = 2500;

/** Something that is needed elsewhere, to the letter, and a button that copies it. `label` names it. */
export function CopyLine({ label, value }: { label: string; value: string }) {
  const w = useWords();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => navigator.clipboard.writeText(value).then(() => setCopied(true), () => {});
  return (
    <div className="flex max-w-2xl flex-wrap items-center gap-2">
      <code aria-label={label} className="min-w-0 flex-1 basis-56 rounded-md bg-sunken px-3 py-2 font-mono text-meta break-all select-all">
        {value}
      </code>
      <Button aria-label={`${w.copy}: ${label}`} icon={copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />} onClick={() => void copy()}>
        {copied ? w.copied : w.copy}
      </Button>
      <span role="status" className="sr-only">
        {copied ? w.copied : ""}
      </span>
    </div>
  );
}
