// Who is signed in. The access token lives in memory only; the refresh token survives a reload, and the closing
// of the app only where the person asked for it ("Tetap masuk di perangkat ini"). It is revoked on sign-out.
// No cryptography here: refreshing and revoking are two plain requests; signing in is `cognito.ts`, loaded on its page.
import { useSyncExternalStore } from "react";

import { config, endpointOf } from "./config";

export type Tokens = {
  access: string;
  refresh: string;
  /** Seconds that the access token holds. */
  expiresIn: number;
  /** With which the person signed in; an access token of Cognito names only a number. */
  email?: string;
};

type Access = { token: string; until: number };

const NAME = "session";
const ACCOUNT = "account";
/** A token this close to its end is renewed before it is used. */
const MARGIN = 60_000;
/** How the service says that a refresh token is over; anything else is a fault that passes. */
const ENDED = /NotAuthorizedException|UserNotFoundException|InvalidParameterException/;

let access: Access | undefined;
let renewing: Promise<string | null> | undefined;
let signedOut = false;
const listeners = new Set<() => void>();

/** After a sign-in. `keep`: also after the app was closed. */
export function begin({ access: token, refresh, expiresIn, email }: Tokens, keep: boolean): void {
  drop();
  access = { token, until: Date.now() + expiresIn * 1000 };
  const storage = keep ? localStorage : sessionStorage;
  storage.setItem(NAME, refresh);
  if (email) storage.setItem(ACCOUNT, email);
  tell();
}

/** An access token that holds, or null when the person has to sign in. Throws when the sign-in service cannot be reached. */
export async function accessToken({ fresh = false } = {}): Promise<string | null> {
  if (!fresh && access && access.until - MARGIN > Date.now()) return access.token;
  renewing ??= renew().finally(() => (renewing = undefined));
  return renewing;
}

/** Whether a session can be taken up, without asking anyone. */
export function hasSession(): boolean {
  return access !== undefined || stored() !== null;
}

/** The e-mail address of whoever is signed in on this device, where it is known. */
export function account(): string | null {
  return sessionStorage.getItem(ACCOUNT) ?? localStorage.getItem(ACCOUNT);
}

/** True after the session ended by itself, so that the page can ask for the password without losing its place. */
export function useSignedOut(): boolean {
  return useSyncExternalStore(subscribe, () => signedOut);
}

/** Called when the API refuses even a fresh token, and by `renew`. */
export function end(): void {
  drop();
  signedOut = true;
  tell();
}

/** Ends the session here, in the other tabs, and at the sign-in service. */
export async function signOut(): Promise<void> {
  const refresh = stored();
  drop();
  tell();
  if (!refresh) return;
  const settings = await config();
  await call("RevokeToken", { Token: refresh, ClientId: settings.cognito.client_id });
}

async function renew(): Promise<string | null> {
  const refresh = stored();
  if (!refresh) {
    if (access) end();
    return null;
  }
  const settings = await config();
  const answer = await call("InitiateAuth", {
    ClientId: settings.cognito.client_id,
    AuthFlow: "REFRESH_TOKEN_AUTH",
    AuthParameters: { REFRESH_TOKEN: refresh },
  });
  if (answer.status === 400 && ENDED.test(await answer.clone().text())) {
    end();
    return null;
  }
  if (!answer.ok) throw new Error(`refresh: ${answer.status}`);
  const body = (await answer.json()) as { AuthenticationResult: { AccessToken: string; ExpiresIn: number } };
  access = { token: body.AuthenticationResult.AccessToken, until: Date.now() + body.AuthenticationResult.ExpiresIn * 1000 };
  signedOut = false;
  tell();
  return access.token;
}

async function call(operation: string, body: object): Promise<Response> {
  return fetch(endpointOf(await config()), {
    method: "POST",
    headers: {
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(body),
  });
}

function stored(): string | null {
  return sessionStorage.getItem(NAME) ?? localStorage.getItem(NAME);
}

function drop(): void {
  access = undefined;
  signedOut = false;
  forget();
}

function forget(): void {
  for (const name of [NAME, ACCOUNT]) {
    sessionStorage.removeItem(name);
    localStorage.removeItem(name);
  }
}

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// Another tab signed out, or somebody else signed in there. A session of this tab alone is its own.
addEventListener("storage", (event) => {
  if (event.key !== NAME || sessionStorage.getItem(NAME) !== null) return;
  access = undefined;
  signedOut = event.newValue === null;
  tell();
});
