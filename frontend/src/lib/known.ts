/** Whether the API gave a value: it leaves out, or writes as null, what is not known. */
export function known<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
