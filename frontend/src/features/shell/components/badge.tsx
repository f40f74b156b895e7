import { useFormat } from "@/lib/format";

import { useWords } from "../words.id";

const MOST = 49;

/** The number of waiting things, beside the page's name. */
export function Badge({ count }: { count: number | undefined }) {
  const w = useWords();
  const { number } = useFormat();
  if (!count) return null;
  return (
    <span className="ml-auto min-w-5 rounded-full bg-accent px-1.5 text-center text-meta font-semibold text-on-accent tabular-nums">
      <span aria-hidden>{count > MOST ? `${number(MOST)}+` : number(count)}</span>
      <span className="sr-only">{w.waiting(count > MOST ? `${number(MOST)}+` : number(count))}</span>
    </span>
  );
}
