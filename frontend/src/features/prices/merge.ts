// Merges what two people typed into one form, field by field.

/** Values of a form by field; a missing field is empty. */
export type Values = Readonly<Record<string, string>>;
/** Fields that only make sense together, by the name of their group. */
export type Groups = Readonly<Record<string, readonly string[]>>;

export type Merged<V extends Values> = {
  values: V;
  /** Groups that only the other person changed: taken over. */
  taken: string[];
  /** Groups that both changed differently: the person's own values stay until somebody chooses. */
  clashes: string[];
};

/** `from`: the values with which both began. */
export function merge<V extends Values>(groups: Groups, from: V, mine: V, theirs: V): Merged<V> {
  const values: Record<string, string> = { ...mine };
  const [taken, clashes]: [string[], string[]] = [[], []];
  for (const [name, fields] of Object.entries(groups)) {
    if (same(fields, from, theirs) || same(fields, mine, theirs)) continue;
    if (same(fields, from, mine)) {
      put(values, fields, theirs);
      taken.push(name);
    } else clashes.push(name);
  }
  return { values: values as V, taken, clashes };
}

/** The values with one group taken from the other person. */
export function withGroup<V extends Values>(fields: readonly string[], values: V, theirs: V): V {
  const next: Record<string, string> = { ...values };
  put(next, fields, theirs);
  return next as V;
}

export const same = (fields: readonly string[], one: Values, other: Values) => fields.every((field) => (one[field] ?? "") === (other[field] ?? ""));

function put(values: Record<string, string>, fields: readonly string[], from: Values): void {
  for (const field of fields) {
    const value = from[field];
    if (value === undefined) delete values[field];
    else values[field] = value;
  }
}
