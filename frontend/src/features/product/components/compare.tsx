import { clsx } from "clsx";

import type { Schema } from "@/api/client";
import { useDesk } from "@/lib/media";
import { channelLetter, StateGlyph } from "@/ui/glyph";
import { useChannelName } from "@/ui/channel";
import { TextDiff } from "@/ui/changes/text-diff";

import { SIDES } from "../form";
import { useSheet } from "../use-sheet";
import type { Form } from "../use-form";
import { useSay } from "../say";
import { useWords } from "../words.id";
import { FieldInput } from "./field-input";
import { OwnerLink } from "./owner-link";

export type Compared = "title" | "description" | "weight_g" | "dimensions" | "pre_order_days" | "category" | "brand";

/** The API's name for each field. */
export const FIELD: Record<Compared, Schema<"Field">> = {
  title: "title",
  description: "description",
  weight_g: "weight",
  dimensions: "dimensions",
  pre_order_days: "pre_order",
  category: "category",
  brand: "brand",
};

type Props = { form: Form; listings: readonly Schema<"Listing">[]; fields: readonly Compared[]; readOnly: boolean };

/** The master's fields, each beside its value on every channel. */
export function Compare({ form, listings, fields, readOnly }: Props) {
  const desk = useDesk();
  const tracks = desk ? { gridTemplateColumns: `minmax(280px, 3fr) repeat(${Math.max(listings.length, 1)}, minmax(180px, 2fr))` } : {};
  return (
    <div className="overflow-x-auto">
      {fields.map((name) => (
        <div key={name} className="grid gap-x-6 gap-y-2 px-4 pb-4" style={tracks}>
          <div className="flex min-w-0 flex-col gap-1">
            <Editor form={form} name={name} readOnly={readOnly} />
            <OwnerLink product={form.product} field={FIELD[name]} />
          </div>
          {listings.map((listing) => (
            <Beside key={listing.key} listing={listing} name={name} desk={desk} />
          ))}
        </div>
      ))}
    </div>
  );
}

function Editor({ form, name, readOnly }: { form: Form; name: Compared; readOnly: boolean }) {
  const w = useWords();
  if (name === "dimensions") {
    return (
      <div className="grid grid-cols-3 gap-2">
        {SIDES.map((side) => (
          <FieldInput key={side} form={form} path={side} label={w.field[side]} kind="decimal" readOnly={readOnly} />
        ))}
      </div>
    );
  }
  const kind = name === "title" ? "title" : name === "description" ? "long" : name === "weight_g" || name === "pre_order_days" ? "whole" : "text";
  return <FieldInput form={form} path={name} label={w.field[name]} kind={kind} readOnly={readOnly} hint={name === "pre_order_days" ? w.pre_order_hint : undefined} />;
}

/** A field's value on one channel; on the phone only if it differs from the target. */
function Beside({ listing, name, desk }: { listing: Schema<"Listing">; name: Compared; desk: boolean }) {
  const w = useWords();
  const say = useSay();
  const channelName = useChannelName();
  const { open } = useSheet();
  const change = listing.differences.find((one) => one.field === FIELD[name] && !one.offer);
  if (!desk && !change) return null;
  const now = say.observed(listing, name);
  // SyncStore does not set a field that the target leaves out, so such a field is never shown as "the same".
  const ours = name !== "category" && name !== "brand" && listing.target?.[name] !== null && listing.target?.[name] !== undefined;
  return (
    <div className={clsx("min-w-0 text-meta md:pt-7", !desk && "flex gap-2")}>
      <p className="flex items-center gap-1 text-muted">
        <span title={channelName(listing.channel)} className="font-medium">
          {channelLetter(listing.channel)}
        </span>
        {change || ours ? <StateGlyph state={change ? (change.decision === "conflict" ? "conflict" : change.decision === "adopt" ? "drift" : "pending") : "synced"} /> : null}
        <span className="sr-only">{channelName(listing.channel)}</span>
        {desk ? (change ? `${w.live} → ${w.target}` : ours ? w.same : w.not_ours) : null}
        {listing.overrides[name === "title" ? "title" : "description"] && (name === "title" || name === "description") ? ` · ${w.own_text}` : null}
      </p>
      <div className={clsx("min-w-0 flex-1 break-words", name === "description" && "max-h-52 overflow-y-auto")} {...(name === "description" ? { tabIndex: 0, role: "region", "aria-label": `${w.field.description} ${channelName(listing.channel)}` } : {})}>
        {change ? <TextDiff from={say.value(change.from)} to={say.value(change.to)} /> : <span className="whitespace-pre-line text-muted">{now || w.nothing}</span>}
        {change?.blocked ? <p className="text-fail">{say.blocked(change.blocked)}</p> : null}
      </div>
      {name === "title" && desk ? (
        <button type="button" className="rounded-md py-1 text-accent" onClick={() => open({ sheet: "title", listing: listing.key })}>
          {w.title_own}
        </button>
      ) : null}
    </div>
  );
}
