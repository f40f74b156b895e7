import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";

import { isStale, type Schema, type Tagged } from "@/api/client";
import { useMe } from "@/auth/me";
import { useDraft } from "@/lib/draft";
import { toast } from "@/lib/toast";
import { Button } from "@/ui/button";
import { Sheet } from "@/ui/dialog";
import { Field, Textarea } from "@/ui/field";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";
import { SkeletonRows } from "@/ui/skeleton";

import { merged, type Part, PARTS, rulesOf, saveSkuRules, skuRulesQuery, type Typed, typedOf } from "../sku-rules";
import { useWords } from "../words.id";

type Stored = Tagged<Schema<"StoredSkuRules">>;
/** A draft: what was typed, and over what. */
type Kept = { base: Typed; typed: Typed };

/** What does not count when SKUs of two shops are compared. */
export function SkuRulesSheet({ onClose }: { onClose: () => void }) {
  const w = useWords();
  const { may } = useMe();
  const form = useId();
  const { data, error, refetch } = useQuery(skuRulesQuery);
  const { draft, keep, drop } = useDraft<Kept>({ kind: "sku-rules", id: "all" });
  const [saving, setSaving] = useState(false);
  return (
    <Sheet
      open
      onOpenChange={onClose}
      title={w.sku_rules}
      description={w.sku_rules_help}
      foot={
        <Button look="primary" type="submit" form={form} busy={saving} disabled={!may("admin") || !data}>
          {w.sku_save}
        </Button>
      }
    >
      <RoleNote needs="admin" />
      {error && !data ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <SkeletonRows rows={3} height="h-24" /> : null}
      {data && draft !== undefined ? <Form id={form} stored={data} kept={draft?.values} readOnly={!may("admin")} onType={(kept) => keep(data.data.version, kept)} onBusy={setSaving} onSaved={() => void drop().then(onClose)} /> : null}
    </Sheet>
  );
}

type FormProps = { id: string; stored: Stored; kept: Kept | undefined; readOnly: boolean; onType: (kept: Kept) => void; onBusy: (busy: boolean) => void; onSaved: () => void };

function Form({ id, stored, kept, readOnly, onType, onBusy, onSaved }: FormProps) {
  const w = useWords();
  const queries = useQueryClient();
  // A draft of an earlier version is merged with what was saved since.
  const [state, setState] = useState(() => {
    const base = typedOf(stored.data.rules);
    return { etag: stored.etag, base, moved: false, ...(kept ? merged(kept.base, kept.typed, base) : { typed: base, clashes: [] as Part[] }) };
  });
  const [wrong, setWrong] = useState(false);
  const type = (part: Part, text: string) => {
    const typed = { ...state.typed, [part]: text };
    setState({ ...state, typed });
    setWrong(false);
    onType({ base: state.base, typed });
  };
  const save = useMutation({
    mutationFn: (rules: Parameters<typeof saveSkuRules>[0]) => saveSkuRules(rules, state.etag),
    onMutate: () => onBusy(true),
    onSuccess: (saved) => {
      queries.setQueryData(skuRulesQuery.queryKey, saved);
      toast.success(w.sku_saved);
      onSaved();
    },
    onError: async (error) => {
      if (!isStale(error)) return;
      const now = await queries.fetchQuery({ ...skuRulesQuery, staleTime: 0 });
      const base = typedOf(now.data.rules);
      setState({ etag: now.etag, base, moved: true, ...merged(state.base, state.typed, base) });
    },
    onSettled: () => onBusy(false),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const rules = rulesOf(state.typed);
    setWrong(!rules);
    if (rules) save.mutate(rules);
  };
  return (
    <form id={id} onSubmit={submit} noValidate className="flex flex-col gap-5">
      {state.moved || state.clashes.length > 0 ? (
        <p role="status" className="border-l-2 border-wait pl-3">
          {w.sku_moved}
        </p>
      ) : null}
      {PARTS.map((part) => (
        <Field key={part} label={w.sku_part[part]} hint={state.clashes.includes(part) ? w.sku_theirs(state.base[part].replaceAll("\n", ", ")) : w.sku_hint[part]} error={wrong && part === "replace" ? w.sku_wrong : undefined}>
          <Textarea rows={3} className="font-mono" autoCapitalize="characters" spellCheck={false} readOnly={readOnly} value={state.typed[part]} onChange={(event) => type(part, event.target.value)} />
        </Field>
      ))}
      {save.error && !isStale(save.error) ? <Problem error={save.error} /> : null}
    </form>
  );
}
