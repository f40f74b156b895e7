import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useId, useState } from "react";

import { Button } from "@/ui/button";
import { Combobox } from "@/ui/combobox";
import { useChannelName } from "@/ui/channel";
import { Sheet } from "@/ui/dialog";
import { Field, Input, Select } from "@/ui/field";

import { foundProductsQuery, productQuery } from "../queries";
import type { Level } from "../scope";
import { usePlace } from "../use-place";
import { variantName } from "../use-scope-name";
import { useWords } from "../words.id";

const LEVELS = ["category", "product", "variant"] as const satisfies readonly Level[];
/** Milliseconds after the last key until the server is asked. */
const PAUSE = 200;

/** The choice of a new exception's scope. The choice becomes part of the address. */
export function ScopePicker({ channel }: { channel: string }) {
  const w = useWords();
  const channelName = useChannelName();
  const form = useId();
  const { turn, close } = usePlace();
  const [level, setLevel] = useState<Level>("category");
  const [category, setCategory] = useState("");
  const [product, setProduct] = useState<string | null>(null);
  const [variant, setVariant] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);
  const scope = level === "category" ? category.trim() && `category:${category.trim()}` : product && (level === "product" ? `product:${product}` : variant && `variant:${product}:${variant}`);
  const go = (event: FormEvent) => {
    event.preventDefault();
    setMissing(!scope);
    if (scope) turn({ scope });
  };
  const error = missing && !scope ? w.wrong.scope : undefined;
  return (
    <Sheet
      open
      onOpenChange={close}
      title={w.exception_new(channelName(channel))}
      description={w.exceptions_help}
      foot={
        <Button look="primary" type="submit" form={form}>
          {w.category_go}
        </Button>
      }
    >
      <form id={form} noValidate onSubmit={go} className="flex flex-col gap-4">
        <fieldset>
          <legend className="font-medium">{w.exception_for}</legend>
          {LEVELS.map((one) => (
            <label key={one} className="flex min-h-11 items-center gap-3 md:min-h-9">
              <input type="radio" name="level" checked={level === one} onChange={() => setLevel(one)} className="size-5 shrink-0 accent-accent md:size-4" />
              {w.levels[one]}
            </label>
          ))}
        </fieldset>
        {level === "category" ? (
          <Field label={w.category} hint={w.category_hint} error={error}>
            <Input value={category} maxLength={100} onChange={(event) => setCategory(event.target.value)} />
          </Field>
        ) : (
          <>
            <Product
              value={product}
              error={error}
              onChange={(id) => {
                setProduct(id);
                setVariant(null);
              }}
            />
            {level === "variant" && product ? <Variant product={product} value={variant} error={error} onChange={setVariant} /> : null}
          </>
        )}
      </form>
    </Sheet>
  );
}

type PickProps = { value: string | null; onChange: (id: string) => void; error: string | undefined };

function Product({ value, onChange, error }: PickProps) {
  const w = useWords();
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  const { data: found } = useQuery(foundProductsQuery(asked));
  const { data: chosen } = useQuery({ ...productQuery(value ?? ""), enabled: value !== null });
  const options = (found ?? []).map(({ id, title, skus }) => ({ value: id, label: title, ...(skus[0] ? { hint: skus[0] } : {}) }));
  const known = chosen && !options.some((option) => option.value === chosen.id) ? [{ value: chosen.id, label: chosen.title }, ...options] : options;
  return (
    <Field label={w.product} error={error}>
      <Combobox value={value} onChange={onChange} options={known} label={w.product_search} onSearch={setTyped} />
    </Field>
  );
}

function Variant({ product, value, onChange, error }: PickProps & { product: string }) {
  const w = useWords();
  const { data } = useQuery(productQuery(product));
  const options = (data?.variants ?? []).map((variant) => ({ value: variant.id, label: [variantName(variant) ?? w.variant_only, variant.sku].filter((part, at, all) => part && all.indexOf(part) === at).join(" · ") }));
  return (
    <Field label={w.variant} error={error}>
      <Select value={value ?? ""} onChange={(event) => onChange(event.target.value)} options={[{ value: "", label: w.variant_choose }, ...options]} />
    </Field>
  );
}
