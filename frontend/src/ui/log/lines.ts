// The details of a log entry as lines for reading: one line for each value or change. What a line is called and how its values are written
// is decided where it is shown; here it is only taken apart.
import type { Schema } from "@/api/client";

export type Line = {
  /** From the outside in, such as `["overrides", "title"]`. */
  path: readonly string[];
  /** The variant, for a field of one. */
  variant?: string | undefined;
} & ({ kind: "change"; from: unknown; to: unknown } | { kind: "value"; value: unknown });

type Fields = Record<string, unknown>;

/** Names for programs: hashes, ids of work, bookkeeping. They stay in the copied entry. */
const SILENT = new Set(["hash", "bulk_task", "undoes", "version", "conflict", "changed", "title_from", "sources", "flagged", "set_at", "channels", "id", "origin", "copies"]);

/** The lines of an entry. Where it says field by field what changed, these come first. */
export function linesOf({ changes, details }: Pick<Schema<"AuditEntry">, "changes" | "details">): Line[] {
  const changed = changes.flatMap(({ field, variant_id, from, to }) => change(field === "variants" ? ["variant"] : [field], from, to).map((line) => ({ ...line, variant: variant_id ?? undefined })));
  const named = new Set(changed.length > 0 ? ["from", "to", "changed"] : []);
  const rest = isFields(details) ? Object.entries(details).filter(([name]) => !named.has(name)).map(([name, value]) => [name === "left" && typeof value === "string" ? "listing" : name, value] as const) : [];
  return [...changed, ...rest.flatMap(([name, value]) => (isMove(value) ? change([name], value["from"], value["to"]) : valued([name], value)))];
}

function change(path: readonly string[], from: unknown, to: unknown): Line[] {
  if (isSilent(path) || same(from, to)) return [];
  const before = fieldsOf(from);
  const after = fieldsOf(to);
  if ((before || isNothing(from)) && (after || isNothing(to)) && (before || after)) {
    return namesOf(before, after).flatMap((name) => change([...path, name], before?.[name], after?.[name]));
  }
  return [{ path, kind: "change", from, to }];
}

function valued(path: readonly string[], value: unknown): Line[] {
  if (isSilent(path) || isNothing(value)) return [];
  const fields = fieldsOf(value);
  if (fields) return Object.entries(fields).flatMap(([name, one]) => (isMove(one) ? change([...path, name], one["from"], one["to"]) : valued([...path, name], one)));
  return [{ path, kind: "value", value }];
}

/** The parts of a value that is shown part by part: those of an object, or of a list whose objects have names. */
function fieldsOf(value: unknown): Fields | undefined {
  if (isParcel(value)) return undefined;
  if (isFields(value)) return value;
  if (Array.isArray(value) && value.length > 0 && value.every((one) => isFields(one) && typeof one["name"] === "string")) {
    return Object.fromEntries((value as Fields[]).map(({ name, ...rest }) => [String(name), rest]));
  }
  return undefined;
}

/** The sides of a parcel, in hundredths of a centimetre. They are read together. */
export function isParcel(value: unknown): value is { length: number; width: number; height: number } {
  return isFields(value) && ["length", "width", "height"].every((side) => typeof value[side] === "number");
}

export function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0) || (isFields(value) && Object.keys(value).length === 0);
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isMove(value: unknown): value is { from: unknown; to: unknown } {
  return isFields(value) && "from" in value && "to" in value && Object.keys(value).length === 2;
}

function isSilent(path: readonly string[]): boolean {
  return SILENT.has(path.at(-1) ?? "");
}

function namesOf(before: Fields | undefined, after: Fields | undefined): string[] {
  return [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
}

function same(from: unknown, to: unknown): boolean {
  return (isNothing(from) && isNothing(to)) || JSON.stringify(from) === JSON.stringify(to);
}
