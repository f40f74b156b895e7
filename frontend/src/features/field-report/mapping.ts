// A mapping with its unsaved changes. They are stored by field, so that they can be applied to a version that was saved meanwhile.
import type { Mapped, Mapping } from "./queries";
import { type FieldName, FIELDS } from "./search";

/** The saved value of a field when it was changed, and the new value. */
export type Change = { from: Mapped; to: Mapped };
export type Changes = Partial<Record<FieldName, Change>>;

export type Row = {
  field: FieldName;
  /** The channel's own name of it. */
  known: string;
  now: Mapped;
  changed: boolean;
  /** The value that another person saved since it was changed here. */
  other?: Mapped;
  readOnly: boolean;
};

const NOT_MAPPED: Mapped = { channel_field: null, owner: "master" };

/** The saved mapping of a field. A field that is left out is not mapped. */
export function savedOf(mapping: Mapping, field: FieldName): Mapped {
  const { channel_field = null, owner } = mapping.fields[field] ?? NOT_MAPPED;
  return { channel_field, owner };
}

export const isSame = (one: Mapped, other: Mapped) => (one.channel_field ?? null) === (other.channel_field ?? null) && one.owner === other.owner;

/** The fields that the channel has, as they would be saved. */
export function rowsOf(mapping: Mapping, changes: Changes): Row[] {
  return FIELDS.flatMap((field): Row[] => {
    const known = mapping.known[field];
    if (known === undefined) return [];
    const saved = savedOf(mapping, field);
    const change = changes[field];
    const changed = change !== undefined && !isSame(change.to, saved);
    const moved = changed && !isSame(change.from, saved);
    return [{ field, known, now: changed ? change.to : saved, changed, ...(moved ? { other: saved } : {}), readOnly: mapping.read_only.includes(field) }];
  });
}

/** The changes with one more. A value equal to the saved one is not a change. */
export function withChange(mapping: Mapping, changes: Changes, field: FieldName, to: Mapped): Changes {
  const { [field]: before, ...rest } = changes;
  const saved = savedOf(mapping, field);
  return isSame(to, saved) ? rest : { ...rest, [field]: { from: before && !isSame(before.from, saved) ? before.from : saved, to } };
}

/** The body of a save: the whole mapping. */
export function bodyOf(mapping: Mapping, changes: Changes): Record<string, Mapped> {
  return { ...mapping.fields, ...Object.fromEntries(rowsOf(mapping, changes).filter(({ changed }) => changed).map(({ field, now }) => [field, now])) };
}
