import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import { useMe } from "@/auth/me";
import { useFormat } from "@/lib/format";
import { known } from "@/lib/known";
import { useShortcut } from "@/lib/shortcuts";
import { Actor } from "@/ui/actor";
import { Age, Ago } from "@/ui/age";
import { Button } from "@/ui/button";
import { useChannelName } from "@/ui/channel";
import { TextDiff } from "@/ui/changes/text-diff";
import { Pictures, Value } from "@/ui/changes/value";
import { useWords as useChangeWords } from "@/ui/changes/words.id";
import { Confirm } from "@/ui/confirm";
import { Checkbox } from "@/ui/field";
import { channelLetter } from "@/ui/glyph";
import { Foot } from "@/ui/page";
import { PageLink } from "@/ui/page-link";
import { RoleNote } from "@/ui/role-note";
import { Thumbnail } from "@/ui/thumbnail";

import { alikeQuery, type Conflict, type ConflictFilter, type Value as FieldValue } from "../queries";
import { useDecide } from "../decide";
import { useWords } from "../words.id";
import { Refusal } from "./refusal";
import { TypedValue } from "./typed-value";

type Props = { conflict: Conflict; /** All that are loaded. */ among: readonly Conflict[]; filter: ConflictFilter; onDecided: (gone: (conflict: Conflict) => boolean) => void };

/** Both sides of one conflict, and the three ways to decide it. */
export function Pair({ conflict, among, filter, onDecided }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const { field: fieldName } = useChangeWords();
  const { may } = useMe();
  const { channel, field } = conflict;
  const like = { ...filter, channel, field };
  const { data: total = 1 } = useQuery(alikeQuery(like));
  // The total counts a listing's variants once.
  const alike = Math.max(total, among.filter((one) => one.channel === channel && one.field === field).length);
  const [all, setAll] = useState(false);
  const [asked, setAsked] = useState<"master" | "channel" | null>(null);
  const [typing, setTyping] = useState(false);
  const { decide, busy, error, refused } = useDecide({ conflict, filter, like, also: among.some((one) => one.product_id === conflict.product_id && one.id !== conflict.id), onDecided });
  const member = may("member");
  const choose = (use: "master" | "channel") => {
    if (!member || busy) return;
    if (all) setAsked(use);
    else decide(use, false);
  };
  useShortcut("ArrowLeft", w.use_ours, () => choose("master"), !member);
  useShortcut("ArrowRight", w.use_theirs, () => choose("channel"), !member);
  return (
    <>
      <Heading conflict={conflict} />
      {known(conflict.base) ? (
        <Side title={w.base}>
          <Value value={conflict.base} className="text-muted" />
        </Side>
      ) : null}
      <div className="grid border-t md:grid-cols-2 md:divide-x">
        <Side
          title={w.ours}
          meta={
            <>
              {conflict.ours.by ? <Actor subject={conflict.ours.by} /> : null} {conflict.ours.at ? <Ago at={conflict.ours.at} /> : null}
            </>
          }
          help={w.ours_help}
        >
          <Shown value={conflict.ours.value} base={conflict.base} other={conflict.theirs.value} />
        </Side>
        <Side title={w.theirs} meta={conflict.theirs.at ? <Age at={conflict.theirs.at} /> : null} help={w.theirs_help}>
          <Shown value={conflict.theirs.value} base={conflict.base} other={undefined} />
        </Side>
      </div>
      {typing ? <TypedValue conflict={conflict} busy={busy} onUse={(value) => decide({ value }, false)} onClose={() => setTyping(false)} /> : null}
      <Refusal error={error} refused={refused} />
      <div className="flex flex-wrap items-center gap-x-4 border-t px-4 py-1">
        {alike > 1 ? <Checkbox label={w.alike(number(alike - 1), fieldName[field])} checked={all} disabled={!member} onChange={(event) => setAll(event.target.checked)} /> : null}
        {typing || all || !canType(conflict.ours.value, conflict.theirs.value) ? null : (
          <Button look="quiet" className="-ml-3" disabled={!member} onClick={() => setTyping(true)}>
            {w.type_own}
          </Button>
        )}
      </div>
      <Foot
        actions={
          <>
            <Button busy={busy} disabled={!member} onClick={() => choose("master")}>
              <Key>{"←"}</Key>
              {w.use_ours}
            </Button>
            <Button busy={busy} disabled={!member} onClick={() => choose("channel")}>
              {w.use_theirs}
              <Key>{"→"}</Key>
            </Button>
          </>
        }
      >
        <RoleNote needs="member" />
      </Foot>
      <Confirm
        open={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        title={w.alike_title(number(alike))}
        action={asked === "channel" ? w.use_theirs : w.use_ours}
        busy={busy}
        onConfirm={() => {
          if (asked) decide(asked, true);
          setAsked(null);
        }}
      >
        {asked === "channel" ? w.alike_theirs(number(alike)) : w.alike_ours(number(alike))}
      </Confirm>
    </>
  );
}

/** The kinds of values that a person can type. */
const TYPED: ReadonlySet<FieldValue["kind"]> = new Set(["text", "money", "count", "weight", "days", "sku", "dimensions"]);
const canType = (...values: FieldValue[]) => values.some(({ kind }) => TYPED.has(kind));

function Heading({ conflict: { title, thumbnail, channel, field, variant, product_id } }: { conflict: Conflict }) {
  const { field: fieldName } = useChangeWords();
  const channelName = useChannelName();
  return (
    <div className="flex items-center gap-3 border-t px-4 py-3">
      <Thumbnail src={thumbnail} />
      <div className="min-w-0">
        <h2 className="font-semibold">
          {fieldName[field]}
          {variant?.label ? <span className="font-normal"> {variant.label}</span> : null}
        </h2>
        <p className="flex flex-wrap gap-x-2 text-muted">
          <PageLink to={`/products/${product_id}`} className="line-clamp-2 hover:underline">
            {title}
          </PageLink>
        </p>
        <p className="text-meta text-muted">
          <span aria-hidden className="mr-1 font-medium text-ink">
            {channelLetter(channel)}
          </span>
          {channelName(channel)}
        </p>
      </div>
    </div>
  );
}

function Side({ title, meta, help, children }: { title: string; meta?: ReactNode; help?: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-1 border-t px-4 py-3 first:border-t-0 md:border-t-0">
      <h3 className="flex flex-wrap items-baseline gap-x-2 text-meta text-muted">
        <span className="font-medium text-ink">{title}</span>
        {meta}
      </h3>
      <div className="text-body">{children}</div>
      {help ? <p className="text-meta text-muted">{help}</p> : null}
    </section>
  );
}

/** A value, marked with the changes since both sides agreed, or otherwise with the differences from the other side. */
function Shown({ value, base, other }: { value: FieldValue; base: FieldValue | null | undefined; other: FieldValue | undefined }) {
  const before = known(base) ? base : other;
  if (value.kind === "text" && before?.kind === "text") return <TextDiff from={before.value} to={value.value} />;
  if (value.kind === "images") return <Pictures images={value.value} {...(before?.kind === "images" ? { known: new Set(before.value.map((image) => image.reference)) } : {})} />;
  return <Value value={value} className="font-medium" />;
}

function Key({ children }: { children: string }) {
  return (
    <kbd aria-hidden className="font-mono text-meta text-muted max-md:hidden">
      {children}
    </kbd>
  );
}
