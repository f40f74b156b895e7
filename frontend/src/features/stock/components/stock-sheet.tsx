import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "@/lib/toast";

import { useMe } from "@/auth/me";
import { useDraft } from "@/lib/draft";
import { useFormat } from "@/lib/format";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { Sheet } from "@/ui/dialog";
import { Field, Input } from "@/ui/field";
import { PageLink } from "@/ui/page-link";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";
import { SkeletonRows } from "@/ui/skeleton";

import { type Stock, stockQuery, useAdjust } from "../queries";
import { useWords } from "../words.id";

type Variant = Stock["variants"][number];

/** The stock of one product by variant: the master stock, and the last known stock in each shop. */
export function StockSheet({ product, title, onClose }: { product: string; title: string | undefined; onClose: () => void }) {
  const w = useWords();
  const { data: stock, error, refetch } = useQuery(stockQuery(product));
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()} title={title ? w.of(title) : w.title} foot={<PageLink to={`/products/${product}`} button="plain">{w.to_product}</PageLink>}>
      {error && !stock ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {!stock && !error ? <SkeletonRows rows={4} height="h-20" /> : null}
      <RoleNote needs="member" />
      <ul className="-mx-4">
        {stock?.variants.map((variant) => (
          <li key={variant.variant_id} className="border-b px-4 py-3 last:border-b-0">
            <VariantStock variant={variant} product={product} />
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function VariantStock({ variant, product }: { variant: Variant; product: string }) {
  const w = useWords();
  const { number } = useFormat();
  const { may } = useMe();
  const channelName = useChannelName();
  const { draft, keep, drop } = useDraft<{ text: string }>({ kind: "stock", id: variant.variant_id });
  const [pressed, setPressed] = useState<boolean>();
  // What was typed before a reload is open again.
  const editing = may("member") && (pressed ?? Boolean(draft));
  const close = () => {
    void drop();
    setPressed(false);
  };
  const stock = variant.stock ?? null;
  const observed = Object.entries(variant.observed);
  return (
    <div className="flex flex-col gap-2">
      <p className={variant.sku ? "font-mono font-medium" : "font-medium"}>{variant.sku ?? w.no_sku}</p>
      <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1">
        <dt className="text-muted">{w.master}</dt>
        <dd className="text-right font-medium tabular-nums">{stock === null ? <span className="font-normal text-muted">{w.not_set}</span> : number(stock)}</dd>
        {observed.length === 0 ? (
          <>
            <dt className="text-muted">{w.observed}</dt>
            <dd className="text-right text-muted">{w.not_seen}</dd>
          </>
        ) : null}
        {observed.map(([listing, seen]) => (
          <div key={listing} className="contents">
            <dt className="text-muted">{channelName(listing.split(":")[0] ?? "")}</dt>
            <dd className="text-right tabular-nums">
              {stock !== null && stock !== seen ? <span className="mr-2 text-meta text-drift">{w.differs}</span> : null}
              {number(seen)}
            </dd>
          </div>
        ))}
      </dl>
      {!variant.sku ? (
        <p className="text-meta text-muted">{w.no_sku_help}</p>
      ) : editing ? (
        <Edit sku={variant.sku} stock={stock} product={product} typed={draft?.values.text} onType={(text) => keep(null, { text })} onDone={close} />
      ) : (
        <div>
          <Button disabled={!may("member")} onClick={() => setPressed(true)} aria-label={`${w.edit} ${variant.sku}`}>
            {w.edit}
          </Button>
        </div>
      )}
    </div>
  );
}

const MOST = 10_000_000;

type EditProps = { sku: string; stock: number | null; product: string; typed: string | undefined; onType: (text: string) => void; onDone: () => void };

function Edit({ sku, stock, product, typed: kept, onType, onDone }: EditProps) {
  const w = useWords();
  const adjust = useAdjust(product);
  const [wrong, setWrong] = useState(false);
  const save = (next: number | null) =>
    adjust.mutate(
      { sku, stock: next },
      {
        onSuccess: () => {
          toast.success(w.saved(sku));
          onDone();
        },
      },
    );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget).get("stock") ?? "").trim();
    const good = /^\d{1,8}$/.test(typed) && Number(typed) <= MOST;
    setWrong(!good);
    if (good) save(Number(typed));
  };
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-2">
      <Field label={`${w.master}: ${sku}`} hint={w.hint} error={wrong ? w.wrong : undefined} quiet>
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- it appears because the person pressed "change" */}
        <Input name="stock" inputMode="numeric" figures defaultValue={kept ?? stock ?? ""} onChange={(event) => onType(event.target.value)} autoFocus className="max-w-40" />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" busy={adjust.isPending}>
          {w.save}
        </Button>
        {stock === null ? null : (
          <Button busy={adjust.isPending} onClick={() => save(null)}>
            {w.release}
          </Button>
        )}
        <Button look="quiet" onClick={onDone}>
          {w.cancel}
        </Button>
      </div>
      {adjust.error ? <Problem error={adjust.error} /> : null}
    </form>
  );
}
