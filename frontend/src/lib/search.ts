// What an address says after `?`, typed. A value that does not fit is as if it were not there: a mistyped address shows the page.
// Small on purpose: the search of every route is part of the first load, and a schema library is not.
type Read<T> = (value: unknown) => T | undefined;
type Search<R extends Record<string, Read<unknown>>> = { [K in keyof R]?: Exclude<ReturnType<R[K]>, undefined> | undefined };

/** For `validateSearch`, as a constant above the route, so that `loaderDeps` knows its type: `searchOf({ q: text, sort: oneOf("title", "price"), page: whole, open: flag, channels: listOf(text) })`. */
export function searchOf<R extends Record<string, Read<unknown>>>(reads: R): (raw: Record<string, unknown>) => Search<R> {
  // What does not fit is named as undefined: the router keeps what the address said of every name that is left out.
  return (raw) => Object.fromEntries(Object.entries(reads).map(([name, read]) => [name, read(raw[name])])) as Search<R>;
}

/** Words. The router reads `?q=123` as a number; it is meant as typed. */
export const text: Read<string> = (value) => (typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : undefined);

/** A whole number from zero on. */
export const whole: Read<number> = (value) => (typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : undefined);

export const flag: Read<boolean> = (value) => (typeof value === "boolean" ? value : undefined);

export function oneOf<const T extends string>(...values: readonly T[]): Read<T> {
  return (value) => values.find((one) => one === value);
}

/** One or many; an address may name one without brackets. An empty list is none. */
export function listOf<T>(read: Read<T>): Read<T[]> {
  return (value) => {
    const found = (Array.isArray(value) ? value : [value]).map((one) => read(one)).filter((one) => one !== undefined);
    return found.length > 0 ? found : undefined;
  };
}

/** A path of this page's own, so that nobody is sent to another site. */
export const ownPath: Read<string> = (value) => (typeof value === "string" && /^\/(?![/\\])/.test(value) ? value : undefined);
