import { useFormat } from "@/lib/format";
import { Button } from "@/ui/button";

import { rupiahOf } from "../form";
import type { Form } from "../use-form";
import { useWords } from "../words.id";
import { useVariantName } from "./variants";

/** Somebody else saved in between. A person decides only the fields that both changed. */
export function Clashes({ form }: { form: Form }) {
  const w = useWords();
  const { rupiah } = useFormat();
  const nameOf = useVariantName(form);
  const shown = (path: string, value: string) => {
    const amount = /\/(base_price|cost)$/.test(path) ? rupiahOf(value) : null;
    return typeof amount === "number" ? rupiah(amount) : value;
  };
  const label = (path: string) => {
    const [head = "", id = "", field = ""] = path.split("/");
    const names = w.field as Record<string, string>;
    return head === "variant" ? `${nameOf(id)} · ${names[field] ?? field}` : (names[head] ?? head);
  };
  if (form.clashes.length === 0 && form.lost.length === 0) return null;
  return (
    <div role="alert" className="m-4 border-l-2 border-fail bg-surface p-4">
      <h2 className="font-semibold">{w.clash_title}</h2>
      {form.lost.length > 0 ? (
        <p className="flex flex-wrap items-center gap-2">
          {w.lost(form.lost.map(label).join(", "))}
          <Button onClick={form.forgetLost}>{w.understood}</Button>
        </p>
      ) : null}
      {form.clashes.length > 0 ? <p className="text-muted">{w.clash_help}</p> : null}
      <ul>
        {form.clashes.map((clash) => (
          <li key={clash.path} className="grid gap-2 border-t py-3 first:border-t-0 md:grid-cols-[160px_1fr_1fr]">
            <p className="font-medium">{label(clash.path)}</p>
            <Side name={w.clash_mine} value={shown(clash.path, clash.mine)} use={w.clash_use} onUse={() => form.settle(clash.path, clash.mine)} />
            <Side name={w.clash_theirs} value={shown(clash.path, clash.theirs)} use={w.clash_use} onUse={() => form.settle(clash.path, clash.theirs)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Side({ name, value, use, onUse }: { name: string; value: string; use: string; onUse: () => void }) {
  const w = useWords();
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <p className="text-meta text-muted">{name}</p>
        <p className="max-h-40 overflow-y-auto whitespace-pre-line">{value || w.nothing}</p>
      </div>
      <Button aria-label={`${use}: ${name}`} onClick={onUse}>
        {use}
      </Button>
    </div>
  );
}
