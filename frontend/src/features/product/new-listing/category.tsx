import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { useState } from "react";

import { useTypedSearch } from "@/lib/typed-search";
import { Button } from "@/ui/button";
import { Problem } from "@/ui/problem";
import { SearchBox } from "@/ui/search-box";
import { Skeleton } from "@/ui/skeleton";

import { foundQuery, type Leaf, type Named, type Rules, suggestedQuery } from "./queries";
import { useWords } from "./words.id";

type Props = { product: string; channel: string; value: Named | null; rules: Rules | undefined; missing: boolean; readOnly: boolean; onChange: (category: Named) => void };

/** The channel's category: suggestions that take one tap, and a search below them. Once chosen, only the choice is shown. */
export function Category({ product, channel, value, rules, missing, readOnly, onChange }: Props) {
  const w = useWords();
  const [changing, setChanging] = useState(false);
  const choose = ({ id, path }: Leaf) => {
    setChanging(false);
    onChange({ id, name: path.at(-1) ?? id });
  };
  return (
    <section aria-label={w.category} className="flex flex-col gap-2">
      <h3 className="font-semibold">{w.category}</h3>
      <p role="alert" className={missing ? "text-meta text-fail" : "hidden"}>
        {w.category_missing}
      </p>
      {value && !changing ? (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <p className="min-w-0 flex-1 basis-48">
            <span className="font-medium">{value.name ?? value.id}</span>
            {rules && rules.path.length > 1 ? <span className="block text-meta text-muted">{w.in_path(above(rules.path))}</span> : null}
          </p>
          {readOnly ? null : <Button onClick={() => setChanging(true)}>{w.change}</Button>}
        </div>
      ) : readOnly ? null : (
        <Choices product={product} channel={channel} chosen={value?.id} onChoose={choose} />
      )}
    </section>
  );
}

const above = (path: readonly string[]) => path.slice(0, -1).join(" › ");

function Choices({ product, channel, chosen, onChoose }: { product: string; channel: string; chosen: string | undefined; onChoose: (leaf: Leaf) => void }) {
  const w = useWords();
  const [q, setQ] = useState("");
  const [typed, setTyped] = useTypedSearch(q, setQ, 250);
  const suggested = useQuery(suggestedQuery(product, channel));
  const found = useQuery({ ...foundQuery(channel, q), enabled: q !== "" });
  return (
    <>
      <p className="text-meta text-muted">{suggested.data?.length === 0 ? w.no_suggestion : w.suggested}</p>
      {suggested.error ? <Problem error={suggested.error} onRetry={() => void suggested.refetch()} /> : suggested.data ? <Leaves leaves={suggested.data} chosen={chosen} onChoose={onChoose} /> : <Skeleton className="h-14" />}
      <SearchBox label={w.search} value={typed} onChange={setTyped} onKeyDown={(event) => event.key === "Enter" && event.preventDefault()} />
      {q === "" ? null : found.error ? (
        <Problem error={found.error} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <Skeleton className="h-14" />
      ) : found.data.length === 0 ? (
        <p role="status" className="text-muted">
          {w.found_none(q)}
        </p>
      ) : (
        <Leaves leaves={found.data} chosen={chosen} onChoose={onChoose} />
      )}
    </>
  );
}

function Leaves({ leaves, chosen, onChoose }: { leaves: readonly Leaf[]; chosen: string | undefined; onChoose: (leaf: Leaf) => void }) {
  const w = useWords();
  if (leaves.length === 0) return null;
  const why = ({ reason }: Leaf) => (reason ? ((w.reason as Record<string, string>)[reason] ?? reason) : undefined);
  return (
    <ul className="divide-y rounded-md border">
      {leaves.map((leaf) => (
        <li key={leaf.id}>
          <button type="button" aria-pressed={leaf.id === chosen} onClick={() => onChoose(leaf)} className={clsx("flex min-h-11 w-full flex-col px-3 py-2 text-left hover:bg-sunken", leaf.id === chosen && "bg-sunken")}>
            <span className="font-medium">{leaf.path.at(-1) ?? leaf.id}</span>
            <span className="text-meta text-muted">{[above(leaf.path), why(leaf)].filter(Boolean).join(" · ")}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
