// The form of one channel's title rule: changes, draft, saving, and merging with what somebody else saved.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { isStale, type Schema, type Tagged } from "@/api/client";
import { ApiError } from "@/api/problem";
import { useDraft } from "@/lib/draft";
import { keys } from "@/lib/keys";
import { said } from "@/lib/words";

import { ruleQuery, saveRule } from "./queries";
import { changed, merge, mistakes, type Part, take, type Whole, whole } from "./rule";

type Stored = Tagged<Schema<"StoredTitleRule">>;
/** A draft: the typed rule, and the stored rule on which it is based. */
type Kept = { base: Whole; rule: Whole };
/** The edited rule, and the stored rule on which it is based. */
type State = { version: number; base: Whole; rule: Whole; clashes: Part[]; merged: boolean };

const untouched = (version: number, base: Whole): State => ({ version, base, rule: base, clashes: [], merged: false });

export function useRule(stored: Stored, onSaved: (version: number) => void) {
  const queries = useQueryClient();
  const { channel, version } = stored.data;
  const base = whole(stored.data.rule);
  const { draft, keep, drop } = useDraft<Kept>({ kind: "title-rule", id: channel });
  const [state, setState] = useState(() => untouched(version, base));
  const [restored, setRestored] = useState(false);
  const [tried, setTried] = useState(false);

  // The draft from before a reload is merged into the rule as it is now.
  if (draft && !restored) {
    setRestored(true);
    const { rule, clashes } = merge(draft.values.base, draft.values.rule, base);
    setState({ version, base, rule, clashes, merged: draft.version !== version });
  } else if (state.version !== version) {
    // Somebody else saved in between: the parts that they did not change stay as typed here.
    const { rule, clashes } = merge(state.base, state.rule, base);
    setState({ version, base, rule, clashes, merged: changed(state.base, state.rule).length > 0 });
  }

  const parts = changed(base, state.rule);
  const set = (next: Partial<Whole>) => {
    const rule = { ...state.rule, ...next };
    setRestored(true);
    setState({ ...state, rule });
    save.reset();
    if (changed(base, rule).length === 0) void drop();
    else keep(version, { base, rule });
  };

  const save = useMutation({
    mutationFn: () => saveRule(channel, stored.etag, state.rule),
    onSuccess: async (saved) => {
      await drop();
      setState(untouched(saved.data.version, whole(saved.data.rule)));
      queries.setQueryData(keys.titleRule(channel), saved);
      setTried(false);
      // The proposals depend on the rule.
      void queries.invalidateQueries({ queryKey: ["titles"] });
      onSaved(saved.data.version);
    },
    onError: async (error) => {
      if (isStale(error)) await queries.fetchQuery({ ...ruleQuery(channel), staleTime: 0 });
    },
  });

  useEffect(() => {
    if (parts.length === 0) return;
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", stay);
    return () => removeEventListener("beforeunload", stay);
  }, [parts.length]);

  const wrong = mistakes(state.rule);
  const error = save.error && !isStale(save.error) ? save.error : null;
  return {
    rule: state.rule,
    parts,
    set,
    clashes: state.clashes,
    merged: state.merged,
    settle: (part: Part, use: "mine" | "theirs") => {
      const rule = use === "theirs" ? { ...state.rule, ...take(base, [part]) } : state.rule;
      setState({ ...state, rule, clashes: state.clashes.filter((one) => one !== part) });
      keep(version, { base, rule });
    },
    discard: () => {
      setState(untouched(version, base));
      setTried(false);
      save.reset();
      void drop();
    },
    saving: save.isPending,
    save: () => {
      setTried(true);
      if (wrong.length === 0 && state.clashes.length === 0 && !save.isPending) save.mutate();
    },
    /** Fields that cannot be saved, once saving was tried. */
    wrong: new Set(tried ? wrong : []),
    refused: error instanceof ApiError ? new Map([...(error.field ? [[error.field, error.said] as const] : []), ...error.errors.map((one) => [one.field, said(one.detail, one.detail_en)] as const)]) : new Map<string, string>(),
    error,
  };
}

export type RuleForm = ReturnType<typeof useRule>;
