import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useDeferredValue, useState } from "react";

import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Checkbox, Field, Input } from "@/ui/field";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";
import { SkeletonRows } from "@/ui/skeleton";

import { candidatesQuery, type Card, useFirstPlan } from "../queries";
import { useWords } from "../words.id";

const WANTED = 2;

/** Two products that the seller knows, and the plan of exactly these. */
export function PlanStep() {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const navigate = useNavigate();
  const [q, setQ] = useState("");
  const [chosen, setChosen] = useState<ReadonlyMap<string, Card>>(new Map());
  const found = useQuery(candidatesQuery(useDeferredValue(q.trim())));
  const plan = useFirstPlan();
  const shown = [...chosen.values(), ...(found.data?.items ?? []).filter(({ id }) => !chosen.has(id))];
  const toggle = (card: Card, on: boolean) => setChosen(new Map(on ? [...chosen, [card.id, card]] : [...chosen].filter(([id]) => id !== card.id)));
  const make = () => plan.mutate([...chosen.keys()], { onSuccess: (made) => void navigate({ to: "/sync/plans/$planId", params: { planId: made.id } }) });
  return (
    <div className="flex flex-col gap-3 px-4 pb-4">
      <p className="text-muted">{w.plan_help}</p>
      <Field label={w.search} quiet>
        <Input type="search" placeholder={w.search} value={q} onChange={(event) => setQ(event.target.value)} className="max-w-xl" />
      </Field>
      {found.error ? <Problem error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isPending ? <SkeletonRows rows={4} /> : null}
      {found.data && shown.length === 0 ? <p className="text-muted">{w.no_products}</p> : null}
      <ul className="max-w-xl border-t empty:hidden">
        {shown.map((card) => (
          <li key={card.id} className="border-b py-1">
            <Checkbox
              label={<Product card={card} />}
              checked={chosen.has(card.id)}
              disabled={!chosen.has(card.id) && chosen.size === WANTED}
              onChange={(event) => toggle(card, event.target.checked)}
            />
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-3">
        <span className="text-meta text-muted" role="status">
          {w.chosen(number(chosen.size))}
        </span>
        <Button look="primary" busy={plan.isPending} disabled={!may("member") || chosen.size === 0} onClick={make} className="max-md:flex-1">
          {plan.isPending ? w.making : w.make_plan}
        </Button>
      </div>
      <RoleNote needs="member" />
      {plan.error ? <Problem error={plan.error} /> : null}
    </div>
  );
}

function Product({ card }: { card: Card }) {
  const w = useWords();
  const { rupiah } = useFormat();
  const channelName = useChannelName();
  const { min_price: least = null, max_price: most = null } = card;
  const price = least === null || most === null ? null : least === most ? rupiah(least) : w.price_range(rupiah(least), rupiah(most));
  return (
    <span className="block">
      <span className="line-clamp-2">{card.title}</span>
      <span className="block text-meta text-muted">{[price, ...card.channels.map(channelName)].filter(Boolean).join(" · ")}</span>
    </span>
  );
}
