// The only client of the API: adds token, If-Match and Idempotency-Key, and turns every problem into a typed error.
import createClient from "openapi-fetch";

import { sawAnswer } from "@/lib/online";

import { ApiError, errorOf, noAnswer } from "./problem";
import type { components, paths } from "./schema.gen";

/** `Schema<"Product">`: a type of the API by its name. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

/** What was read, and the ETag with which it can be written. */
export type Tagged<T> = { data: T; etag: string };

type Door = {
  /** A valid access token, or null when nobody is signed in. */
  token: (options: { fresh: boolean }) => Promise<string | null>;
  /** Called when the API refuses even a fresh token. */
  refused: () => void;
};

let door: Door = { token: async () => null, refused: () => {} };

/** Called once, before the first request. The session module depends on this one and not the other way round. */
export function openDoor(next: Door): void {
  door = next;
}

export const api = createClient<paths>({ baseUrl: location.origin, fetch: send });

/** The data of a call; any failure is thrown as `ApiError`. */
export async function data<T>(call: Promise<{ data?: T; response: Response }>): Promise<T> {
  return (await call).data as T;
}

/** The data of a call and its tag. */
export async function tagged<T>(call: Promise<{ data?: T; response: Response }>): Promise<Tagged<T>> {
  const { data, response } = await call;
  return { data: data as T, etag: response.headers.get("ETag") ?? "" };
}

/** Headers of a request that overwrites the version that was read. */
export const ifMatch = (etag: string) => ({ "If-Match": etag });
/** Headers of a request that starts work; the key comes from `useIdempotencyKey`. */
export const once = (key: string) => ({ "Idempotency-Key": key });

async function send(request: Request): Promise<Response> {
  let response = await attempt(request, false);
  // The token has expired: try once more with a fresh one. The body is read again from a clone.
  if (response.status === 401) response = await attempt(request, true);
  if (response.ok || response.status === 304) return response;
  const error = await errorOf(response);
  if (response.status === 401) door.refused();
  throw error;
}

async function attempt(request: Request, fresh: boolean): Promise<Response> {
  try {
    const token = await door.token({ fresh });
    const authorised = new Request(request.clone());
    if (token) authorised.headers.set("Authorization", `Bearer ${token}`);
    const response = await fetch(authorised);
    sawAnswer(true);
    return response;
  } catch (reason) {
    if (request.signal.aborted) throw reason;
    sawAnswer(false);
    throw noAnswer();
  }
}

/** Whether a mutation failed because another person saved first. */
export function isStale(error: unknown): boolean {
  return error instanceof ApiError && error.status === 412;
}
