// The form of a new listing: its draft, saving it, merging with what somebody else saved, and then the plan.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { isStale } from "@/api/client";
import { ApiError } from "@/api/problem";
import { useDraft } from "@/lib/draft";
import { useIdempotencyKey } from "@/lib/idempotency";
import { keys } from "@/lib/keys";
import { said as saidText, useLanguage } from "@/lib/words";

import { makePlan } from "../queries";
import { type Details, detailsQuery, readDetails, type Rules, saveDetails, type Stored } from "./queries";
import { detailsOf, merge, missingOf, type Part, PARTS, type Said, saidOf } from "./said";

type Props = {
  product: string;
  channel: string;
  to: readonly string[];
  /** The other channels of the plan that have no listing of the product. */
  others: readonly string[];
  stored: Stored;
  storefronts: readonly string[];
  /** Asks for the next channel. */
  onNext: (channel: string) => void;
};
/** What was typed, on what it was typed. */
type Typed = { said: Said; base: Stored };

/** The mutation that saves the form, so that the button below it shows that it is at work. */
export const SAVING = ["new-listing", "save"] as const;

const NOTHING: ReadonlySet<string> = new Set();

export function useSaid({ product, channel, to, others, stored, storefronts, onNext }: Props) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { key, renew } = useIdempotencyKey();
  useLanguage();
  const { draft, keep, drop } = useDraft<Typed>({ kind: "new-listing", id: `${product}/${channel}` });
  const [now, setNow] = useState<Typed>();
  const [tried, setTried] = useState(false);
  const [clash, setClash] = useState<{ parts: readonly Part[]; theirs: Said }>();
  const [begin] = useState<Typed>(() => ({ base: stored, said: saidOf(stored.details, storefronts) }));
  const typed = now ?? draft?.values ?? begin;

  const write = (next: Typed) => {
    setNow(next);
    keep(next.base.version, next);
  };

  const save = useMutation({
    mutationKey: SAVING,
    mutationFn: async ({ rules, from }: { rules: Rules | undefined; from: Typed }) => {
      const saved = await stubborn(from, rules);
      if (!saved) return undefined;
      queries.setQueryData(detailsQuery(product, channel).queryKey, saved);
      write({ base: saved, said: saidOf(saved.details, storefronts) });
      for (const other of others) {
        // Read again: with this channel's details the product got a new version.
        const { details } = await queries.fetchQuery({ ...detailsQuery(product, other), staleTime: 0 });
        if (!details.category) return other;
      }
      return makePlan(product, [...to], key, true);
    },
    onSuccess: async (plan) => {
      if (!plan) return;
      await drop();
      void queries.invalidateQueries({ queryKey: keys.product(product) });
      if (typeof plan === "string") return onNext(plan);
      void queries.invalidateQueries({ queryKey: keys.plans });
      void navigate({ to: "/sync/plans/$planId", params: { planId: plan.id } });
    },
    // A changed form is a new piece of work.
    onError: renew,
  });

  /** Saves. When the product has moved, what was typed is put on it; undefined where a person has to choose. */
  async function stubborn(from: Typed, rules: Rules | undefined): Promise<Stored | undefined> {
    const put = ({ said, base }: Typed) => saveDetails(product, channel, { details: detailsOf(said, rules, base.details), version: base.version });
    try {
      return await put(from);
    } catch (error) {
      if (!isStale(error)) throw error;
      const fresh = await readDetails(product, channel);
      const theirs = saidOf(fresh.details, storefronts);
      const { said, clashes } = merge(saidOf(from.base.details, storefronts), from.said, theirs);
      const next = { base: fresh, said };
      write(next);
      if (clashes.length > 0) {
        setClash({ parts: clashes, theirs });
        return undefined;
      }
      // Another category may ask for other attributes, which are loaded first.
      if (said.category?.id !== from.said.category?.id) return undefined;
      return put(next);
    }
  }

  const error = save.error;
  const refused = refusals(typed.said, save.variables?.rules, error, typed.base.details);
  return {
    said: typed.said,
    put: (change: Partial<Said>) => write({ ...typed, said: { ...typed.said, ...change } }),
    restored: Boolean(draft) && !now,
    startOver: () => {
      setNow(begin);
      void drop();
    },
    missing: (rules: Rules | undefined) => (tried ? missingOf(typed.said, rules, storefronts) : NOTHING),
    clashes: clash?.parts ?? [],
    useMine: () => setClash(undefined),
    useTheirs: () => {
      if (!clash) return;
      const taken = clash.parts.flatMap((part): readonly (keyof Said)[] => PARTS[part]);
      write({ ...typed, said: { ...typed.said, ...Object.fromEntries(taken.map((name) => [name, clash.theirs[name]])) } });
      setClash(undefined);
    },
    refused,
    error: error && Object.keys(refused).length === 0 ? error : null,
    busy: save.isPending,
    save: (rules: Rules | undefined) => {
      setTried(true);
      if (clash || save.isPending || missingOf(typed.said, rules, storefronts).size > 0) return;
      save.mutate({ rules, from: typed });
    },
  };
}

/** The API's refusals by the attribute's id; it names them by their place in what was sent. */
function refusals(said: Said, rules: Rules | undefined, error: unknown, before: Details): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  const sent = detailsOf(said, rules, before).attributes ?? [];
  const found: Record<string, string> = {};
  const all = error.errors.length > 0 ? error.errors : error.field ? [{ field: error.field, detail: error.text, detail_en: error.text_en }] : [];
  for (const { field, detail, detail_en } of all) {
    const id = sent[Number(/^attributes\[(\d+)\]/.exec(field)?.[1])]?.id;
    if (id === undefined) return {};
    found[id] = saidText(detail, detail_en);
  }
  return found;
}
