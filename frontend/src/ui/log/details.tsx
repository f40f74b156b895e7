import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";

import { useChannelName } from "../channel";
import { TextDiff } from "../changes/text-diff";
import { isNothing, isParcel, type Line, linesOf } from "./lines";
import { useWords } from "./words.id";

/** Whole rupiah. */
const MONEY = new Set(["base_price", "cost", "price", "ceiling", "cap", "amount", "bases"]);
/** Hundredths of a percent. */
const SHARE = new Set(["markup", "minimum_margin", "guard", "margin", "rate"]);
const GRAMS = new Set(["weight", "weight_g"]);
/** What people wrote. Everything else may be a word of ours. */
const FREE = new Set(["title", "description", "category", "brand", "sku", "options", "option_values", "source", "keywords", "swaps", "banned", "prefixes", "suffixes", "replace"]);
/** A listing's key: channel, shop, the shop's own number. */
const LISTING = /^([a-z_]+):[^:]+:(\S+)$/;
/** Texts longer than this, in characters, are compared word by word. */
const LONG = 60;

type Props = {
  entry: Pick<Schema<"AuditEntry">, "changes" | "details">;
  /** How the seller knows a variant, where the page knows it. */
  variantName?: ((id: string) => string | undefined) | undefined;
};

/** What an entry of the log changed, line by line in the seller's words. Nothing, where it only names itself. */
export function Details({ entry, variantName }: Props) {
  const w = useWords();
  const lines = linesOf(entry);
  const label = useLabel(variantName);
  if (lines.length === 0) return null;
  return (
    <ul className="text-meta text-muted">
      {lines.map((line, at) => (
        <li key={`${line.path.join(" ")} ${line.variant ?? ""} ${at}`} className="min-w-0 break-words">
          <span className="text-ink">{label(line)}:</span> <Said line={line} w={w} />
        </li>
      ))}
    </ul>
  );
}

function Said({ line, w }: { line: Line; w: ReturnType<typeof useWords> }) {
  const say = useSay();
  if (line.kind === "value") return say(line.path, line.value);
  const { from, to } = line;
  if (typeof from === "string" && typeof to === "string" && from && to && Math.max(from.length, to.length) > LONG) return <TextDiff from={from} to={to} />;
  return isNothing(from) ? w.becomes(say(line.path, to)) : w.from_to(say(line.path, from), say(line.path, to));
}

/** How a line is called: the names on the way to it; ids of variants by the variant's name. */
export function useLabel(variantName: Props["variantName"]): (line: Pick<Line, "path" | "variant">) => string {
  const w = useWords();
  const channelName = useChannelName();
  const one = (name: string): string => {
    const known = variantName?.(name);
    if (known || name.startsWith("var_")) return w.variant(known ?? name.slice(4, 10));
    // Fields of one variant are named `base_price/var_…`.
    const [field = name, variant] = name.split("/");
    const said = (w.label as Record<string, string>)[field] ?? channelName(field);
    return variant ? w.within(said, one(variant)) : said;
  };
  return ({ path, variant }) => [...path, ...(variant ? [variant] : [])].map(one).reduce(w.within);
}

/** How a value is written: by the last name on the way to it that says what it is. */
function useSay(): (path: readonly string[], value: unknown) => string {
  const w = useWords();
  const { rupiah, percent, number, decimal } = useFormat();
  const channelName = useChannelName();
  const word = (text: string) => (w.value as Record<string, string>)[text] ?? (w.label as Record<string, string>)[text] ?? channelName(text);
  const say = (path: readonly string[], value: unknown): string => {
    if (isNothing(value)) return w.nothing;
    const is = (names: ReadonlySet<string>) => path.some((name) => names.has(name.split("/")[0] ?? name));
    if (typeof value === "number") return is(MONEY) ? rupiah(value) : is(SHARE) ? percent(value / 100) : is(GRAMS) ? w.grams(number(value)) : number(value);
    if (typeof value === "boolean") return value ? w.yes : w.no;
    if (isParcel(value)) return w.centimetres(decimal(value.length / 100), decimal(value.width / 100), decimal(value.height / 100));
    if (Array.isArray(value)) return path.at(-1) === "images" ? w.pictures(number(value.length)) : value.map((one) => (Array.isArray(one) ? one.map((part) => say(path, part)).join(" → ") : say(path, one))).join(", ");
    if (typeof value === "object" && value) return Object.entries(value).map(([name, one]) => `${word(name)} ${say([...path, name], one)}`).join(", ");
    const text = String(value);
    if (is(FREE)) return text;
    const [, channel, id] = LISTING.exec(text) ?? [];
    return channel && id ? `${channelName(channel)} ${id}` : word(text);
  };
  return say;
}
