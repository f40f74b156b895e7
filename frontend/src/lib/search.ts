// The typed search parameters of an address. An invalid value is ignored, so that a mistyped address still shows the page.
// It is small on purpose: the search of every route is part of the first load, and a schema library would be too large.
type Read<T> = (value: unknown) => T | undefined;
type Search<R extends Record<string, Read<unknown>>> = { [K in keyof R]?: Exclude<ReturnType<R[K]>, undefined> | undefined };

/** For `validateSearch`, as a constant above the route, so that `loaderDeps` knows its type: `searchOf({ q: text, sort: oneOf("title", "price"), page: whole, open: flag, channels: listOf(text) })`. */
export function searchOf<R extends Record<string, Read<unknown>>>(reads: R): (raw: Record<string, unknown>) => Search<R> {
  // An invalid value is set to undefined, because the router keeps the raw value of a name that is left out.
  return (raw) => Object.fromEntries(Object.entries(reads).map(([name, read]) => [name, read(raw[name])])) as Search<R>;
}

/** A text. The router reads `?q=123` as a number, which is converted back. */
export const text: Read<string> = (value) => (typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : undefined);

/** A whole number from zero on. */
export const whole: Read<number> = (value) => (typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : undefined);

/** A percentage above zero, with or without decimals. */
export const percent: Read<number> = (value) => (typeof value === "number" && value > 0 ? value : undefined);

export const flag: Read<boolean> = (value) => (typeof value === "boolean" ? value : undefined);

export function oneOf<const T extends string>(...values: readonly T[]): Read<T> {
  return (value) => values.find((one) => one === value);
}

/** A list; an address may have one value without brackets. An empty list is undefined. */
export function listOf<T>(read: Read<T>): Read<T[]> {
  return (value) => {
    const found = (Array.isArray(value) ? value : [value]).map((one) => read(one)).filter((one) => one !== undefined);
    return found.length > 0 ? found : undefined;
  };
}

/** A path on this site, so that a link cannot lead to another site. */
export const ownPath: Read<string> = (value) => (typeof value === "string" && /^\/(?![/\\])/.test(value) ? value : undefined);
