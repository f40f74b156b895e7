// The one form of the product page: changes, undo, draft, saving, merging with what somebody else saved.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { isStale, type Schema } from "@/api/client";
import { ApiError } from "@/api/problem";
import { useDraft } from "@/lib/draft";
import { keys } from "@/lib/keys";

import { useDraftQuotes } from "./draft-quotes";
import { change, type Changes, type Clash, merge, type Mistake, mistakes, patchOf, type Path, pathOf, type Product } from "./form";
import { freshProduct, saveProduct } from "./queries";

export type Form = ReturnType<typeof useForm>;

type State = { changes: Changes; past: Changes[]; future: Changes[]; clashes: Clash[]; lost: Path[] };
const EMPTY: State = { changes: {}, past: [], future: [], clashes: [], lost: [] };

export function useForm(product: Product, onSaved: (product: Product) => void) {
  const queries = useQueryClient();
  const { draft, keep, drop } = useDraft<Changes>({ kind: "product", id: product.id });
  const [state, setState] = useState<State>(EMPTY);
  const [restored, setRestored] = useState(false);
  const [tried, setTried] = useState(false);

  // The draft from before a reload is merged into the product as it is now.
  if (draft && !restored) {
    setRestored(true);
    const { changes, clashes, lost } = merge(product, draft.values);
    setState({ ...EMPTY, changes, clashes, lost });
  }

  const put = (next: Changes, past: Changes[], future: Changes[] = []) => {
    setState((before) => ({ ...before, changes: next, past, future }));
    setRestored(true);
    if (Object.keys(next).length === 0) void drop();
    else keep(product.version, next);
  };
  const { changes, past, future, clashes, lost } = state;
  const wrong = mistakes(product, changes);

  const save = useMutation({
    mutationFn: async () => saveProduct(product.id, product.version, patchOf(product, changes)),
    onSuccess: async (saved) => {
      setState(EMPTY);
      setTried(false);
      await drop();
      showSaved(saved);
      onSaved(saved);
    },
    onError: async (error) => {
      if (!isStale(error)) return;
      // Somebody else saved first: the fields that they did not change stay as typed here.
      const theirs = await freshProduct(product.id);
      showSaved(theirs);
      const merged = merge(theirs, changes);
      setState((before) => ({ ...before, ...merged, past: [], future: [] }));
      keep(theirs.version, merged.changes);
      if (merged.clashes.length === 0 && merged.lost.length === 0 && Object.keys(merged.changes).length > 0) retry(theirs, merged.changes);
    },
  });

  const again = useMutation({
    mutationFn: ({ base, typed }: { base: Product; typed: Changes }) => saveProduct(base.id, base.version, patchOf(base, typed)),
    onSuccess: async (saved) => {
      setState(EMPTY);
      await drop();
      showSaved(saved);
      onSaved(saved);
    },
  });
  const retry = (base: Product, typed: Changes) => again.mutate({ base, typed });

  const showSaved = (saved: Product) => {
    queries.setQueryData<Schema<"ProductView">>(keys.product(product.id), (before) => (before ? { ...before, ...saved } : before));
    void queries.invalidateQueries({ queryKey: keys.product(product.id) });
    void queries.invalidateQueries({ queryKey: [...keys.products, "list"] });
  };

  useEffect(() => {
    if (Object.keys(changes).length === 0) return;
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", stay);
    return () => removeEventListener("beforeunload", stay);
  }, [changes]);

  const quotes = useDraftQuotes(product, changes);
  const error = save.error && !isStale(save.error) ? save.error : again.error;
  return {
    product,
    changes,
    count: Object.keys(changes).length,
    set: (path: Path, to: string) => put(change(product, changes, path, to), [...past, changes]),
    setMany: (cells: readonly { path: Path; to: string }[]) => put(cells.reduce((all, { path, to }) => change(product, all, path, to), changes), [...past, changes]),
    replace: (next: Changes) => put(next, [...past, changes]),
    undo: past.length > 0 ? () => put(past.at(-1) ?? {}, past.slice(0, -1), [...future, changes]) : undefined,
    redo: future.length > 0 ? () => put(future.at(-1) ?? {}, [...past, changes], future.slice(0, -1)) : undefined,
    discard: () => {
      setState(EMPTY);
      setRestored(true);
      setTried(false);
      save.reset();
      again.reset();
      void drop();
    },
    /** Conflicts from the draft or from another person's save; each must be decided. */
    clashes,
    lost,
    settle: (path: Path, to: string) => {
      setState((before) => ({ ...before, clashes: before.clashes.filter((clash) => clash.path !== path) }));
      put(change(product, changes, path, to), past);
    },
    forgetLost: () => setState((before) => ({ ...before, lost: [] })),
    /** The channels' prices at the typed values. */
    quotes,
    saving: save.isPending || again.isPending,
    save: () => {
      setTried(true);
      if (Object.keys(wrong).length === 0 && clashes.length === 0 && !save.isPending) save.mutate();
    },
    /** Fields whose text cannot be parsed; shown after the first attempt to save. */
    wrong: tried ? wrong : NO_MISTAKES,
    refused: error instanceof ApiError ? refusals(product, changes, error) : {},
    error,
  };
}

const NO_MISTAKES: Record<Path, Mistake> = {};

/** The API's errors by field. */
function refusals(product: Product, changes: Changes, error: ApiError): Record<Path, { detail: string; detail_en: string }> {
  const found: Record<Path, { detail: string; detail_en: string }> = {};
  for (const { field, detail, detail_en } of error.errors) found[pathOf(product, changes, field)] = { detail, detail_en };
  if (error.field) found[pathOf(product, changes, error.field)] ??= { detail: error.text, detail_en: error.text_en };
  return found;
}
