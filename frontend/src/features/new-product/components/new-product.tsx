import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";

import { useMe } from "@/auth/me";
import { said, useLanguage } from "@/lib/words";
import { Button } from "@/ui/button";
import { Field, Input, Textarea } from "@/ui/field";
import { Foot, PageHeader, Section } from "@/ui/page";
import { Problem } from "@/ui/problem";
import { Restored } from "@/ui/restored";
import { RoleNote } from "@/ui/role-note";

import { type Name, skuAt } from "../form";
import { useNewProduct } from "../use-new-product";
import { useWords } from "../words.id";
import { Photos } from "./photos";

type Form = ReturnType<typeof useNewProduct>;

/** A new product: photos, what every shop requires, and SKUs by the seller's pattern. */
export function NewProduct() {
  const w = useWords();
  const navigate = useNavigate();
  const { may } = useMe();
  const form = useNewProduct((product) => void navigate({ to: "/products/$product", params: { product: product.id }, replace: true }));
  const readOnly = !may("member");
  const field = { form, readOnly };
  const textOf = useErrorText(form);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.save();
        const { currentTarget } = event;
        requestAnimationFrame(() => currentTarget.querySelector<HTMLElement>("[aria-invalid]")?.focus());
      }}
    >
      <PageHeader
        title={w.title}
        meta={w.lead}
        back={
          <Link to="/products" className="inline-flex min-h-11 items-center gap-1 rounded-md px-1 text-muted hover:text-ink md:min-h-7">
            <ArrowLeft size={14} aria-hidden />
            {w.back}
          </Link>
        }
      />
      {form.restored ? (
        <div className="px-4 pb-3">
          <Restored onStartOver={form.startOver} />
        </div>
      ) : null}
      {form.error ? <Problem error={form.error} /> : null}
      <Section title={w.photos}>
        <Photos images={form.typed.images} error={textOf("images")} disabled={readOnly} onAdd={form.addImages} onChange={form.setImages} />
      </Section>
      <Section title={w.product}>
        <div className="grid max-w-3xl grid-cols-2 gap-4 px-4 pb-6 md:grid-cols-3">
          <Text {...field} name="title" className="col-span-full" />
          <Text {...field} name="base_price" figures className="max-md:col-span-full" />
          <Text {...field} name="stock" figures optional />
          <Text {...field} name="pre_order_days" figures optional hint={w.pre_order_hint} />
          <Field label={w.field.description} error={textOf("description")} optional className="col-span-full">
            <Textarea value={form.typed.description} readOnly={readOnly} rows={5} onChange={(event) => form.set("description", event.target.value)} />
          </Field>
        </div>
      </Section>
      <Section title={w.parcel}>
        <div className="grid max-w-3xl grid-cols-3 gap-4 px-4 pb-6">
          <Text {...field} name="weight_g" figures className="col-span-full md:col-span-1" />
          <div className="col-span-full grid grid-cols-3 gap-4">
            <Text {...field} name="length_cm" decimal />
            <Text {...field} name="width_cm" decimal />
            <Text {...field} name="height_cm" decimal />
          </div>
        </div>
      </Section>
      <Section title={w.variants}>
        <div className="grid max-w-3xl gap-4 px-4 pb-6 md:grid-cols-2">
          <p className="col-span-full text-meta text-muted">{w.variants_help}</p>
          <Text {...field} name="option" optional hint={w.option_hint} />
          <Text {...field} name="values" optional hint={w.values_hint} />
          {(form.values.length > 0 ? form.values : [""]).map((value, at) => (
            <Field key={at} label={value ? w.sku_of(value) : w.field.sku} error={at === 0 ? textOf("sku") : undefined} {...(at === 0 ? { hint: w.sku_hint } : {})}>
              <Input value={skuAt(form.typed, form.proposed, at)} readOnly={readOnly} autoCapitalize="characters" spellCheck={false} onChange={(event) => form.setSku(at, event.target.value)} />
            </Field>
          ))}
        </div>
      </Section>
      <Foot
        actions={
          <Button type="submit" look="primary" busy={form.saving} disabled={readOnly}>
            {form.saving ? w.saving : w.save}
          </Button>
        }
      >
        <RoleNote needs="member" />
      </Foot>
    </form>
  );
}

type TextProps = { form: Form; name: Name; readOnly: boolean; figures?: boolean; decimal?: boolean; optional?: boolean; hint?: string; className?: string };

function Text({ form, name, readOnly, figures = false, decimal = false, optional = false, hint, className }: TextProps) {
  const w = useWords();
  const textOf = useErrorText(form);
  return (
    <Field label={w.field[name]} error={textOf(name)} optional={optional} hint={hint} {...(className ? { className } : {})}>
      <Input value={form.typed[name]} readOnly={readOnly} figures={figures || decimal} inputMode={figures ? "numeric" : decimal ? "decimal" : "text"} onChange={(event) => form.set(name, event.target.value)} />
    </Field>
  );
}

/** A field's error: what cannot be sent, else why the API refused it. */
function useErrorText(form: Form): (name: Name | "sku" | "images") => string | undefined {
  const w = useWords();
  useLanguage();
  return (name) => {
    const wrong = name === "sku" || name === "images" ? undefined : form.wrong[name];
    const refused = form.refused[name];
    return wrong ? w.mistake[wrong] : refused ? said(refused.detail, refused.detail_en) : undefined;
  };
}
