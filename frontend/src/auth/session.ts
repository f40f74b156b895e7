// Who is signed in. The access token is kept in memory only; the refresh token survives a reload, and the closing
// of the app only if the person chose that ("Tetap masuk di perangkat ini"). It is revoked on sign-out.
// No cryptography here: refreshing and revoking are two plain requests. Signing in is in `cognito.ts`, which its page loads.
import { useSyncExternalStore } from "react";

import { config, endpointOf } from "./config";

export type Tokens = {
  access: string;
  refresh: string;
  /** Seconds for which the access token is valid. */
  expiresIn: number;
  /** The address with which the person signed in; Cognito's access token contains only an id. */
  email?: string;
};

type Access = { token: string; until: number };

const NAME = "session";
const ACCOUNT = "account";
/** A token that expires within this many milliseconds is renewed before it is used. */
const MARGIN = 60_000;
/** The service's answers for an invalid refresh token; any other fault is temporary. */
const ENDED = /NotAuthorizedException|UserNotFoundException|InvalidParameterException/;

let access: Access | undefined;
let renewing: Promise<string | null> | undefined;
let signedOut = false;
const listeners = new Set<() => void>();

/** Starts a session after a sign-in. `keep`: it also survives closing the app. */
export function begin({ access: token, refresh, expiresIn, email }: Tokens, keep: boolean): void {
  drop();
  access = { token, until: Date.now() + expiresIn * 1000 };
  const storage = keep ? localStorage : sessionStorage;
  storage.setItem(NAME, refresh);
  if (email) storage.setItem(ACCOUNT, email);
  tell();
}

/** A valid access token, or null when the person has to sign in. Throws when the sign-in service cannot be reached. */
export async function accessToken({ fresh = false } = {}): Promise<string | null> {
  if (!fresh && access && access.until - MARGIN > Date.now()) return access.token;
  renewing ??= renew().finally(() => (renewing = undefined));
  return renewing;
}

/** Whether a stored session can be resumed. Makes no request. */
export function hasSession(): boolean {
  return access !== undefined || stored() !== null;
}

/** The e-mail address of the person who is signed in on this device, if it is known. */
export function account(): string | null {
  return sessionStorage.getItem(ACCOUNT) ?? localStorage.getItem(ACCOUNT);
}

/** True after the session expired, so that the page can ask for the password and keep its state. */
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

// Another tab signed out, or another person signed in there. A session that only this tab has is not affected.
addEventListener("storage", (event) => {
  if (event.key !== NAME || sessionStorage.getItem(NAME) !== null) return;
  access = undefined;
  signedOut = event.newValue === null;
  tell();
});
