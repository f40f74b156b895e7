// Signs in with Amazon's own library, which only the sign-in page loads.
import { AuthenticationDetails, CognitoUser, CognitoUserPool, type CognitoUserSession, type ICognitoStorage } from "amazon-cognito-identity-js";

import { type Config, endpointOf } from "./config";
import type { Tokens } from "./session";

/** The result of a step: done, or the next question. */
export type Step =
  | { kind: "done"; tokens: Tokens }
  | { kind: "new_password"; answer: (password: string) => Promise<Step> }
  | { kind: "totp"; answer: (code: string) => Promise<Step> };

/** Why the sign-in service refused, as our own codes; the texts are in the dictionary of the page. */
export type Refusal =
  | "wrong_login"
  | "wrong_code"
  | "code_expired"
  | "weak_password"
  | "too_many_tries"
  | "password_reset_needed"
  | "session_over"
  | "not_possible"
  | "no_answer";

export class SignInError extends Error {
  override readonly name = "SignInError";
  constructor(readonly refusal: Refusal) {
    super(refusal);
  }
}

/** The library stores nothing; the session decides what is stored. */
class Memory implements ICognitoStorage {
  private readonly kept = new Map<string, string>();
  setItem(key: string, value: string) {
    this.kept.set(key, value);
  }
  getItem(key: string) {
    return this.kept.get(key) ?? null;
  }
  removeItem(key: string) {
    this.kept.delete(key);
  }
  clear() {
    this.kept.clear();
  }
}

export function signIn(settings: Config, email: string, password: string): Promise<Step> {
  const user = userOf(settings, email);
  return step((callbacks) =>
    user.authenticateUser(new AuthenticationDetails({ Username: email, Password: password }), {
      ...callbacks,
      newPasswordRequired: () =>
        callbacks.next({
          kind: "new_password",
          answer: (chosen) => step((after) => user.completeNewPasswordChallenge(chosen, {}, { ...after, totpRequired: () => after.next(totp(user)) })),
        }),
      totpRequired: () => callbacks.next(totp(user)),
    }),
  );
}

/** Sends a code by e-mail; resolves also for an unknown address, so that nobody can ask who has an account. */
export function forgotten(settings: Config, email: string): Promise<void> {
  const user = userOf(settings, email);
  return new Promise((done, failed) =>
    user.forgotPassword({ onSuccess: () => done(), inputVerificationCode: () => done(), onFailure: (error) => failed(refusalOf(error)) }),
  );
}

export function resetPassword(settings: Config, email: string, code: string, password: string): Promise<void> {
  const user = userOf(settings, email);
  return new Promise((done, failed) =>
    user.confirmPassword(code, password, { onSuccess: () => done(), onFailure: (error) => failed(refusalOf(error)) }),
  );
}

type Callbacks = { onSuccess: (session: CognitoUserSession) => void; onFailure: (error: unknown) => void; next: (step: Step) => void };

function step(start: (callbacks: Callbacks) => void): Promise<Step> {
  return new Promise((resolve, reject) =>
    start({
      onSuccess: (session) => resolve({ kind: "done", tokens: tokensOf(session) }),
      onFailure: (error) => reject(refusalOf(error)),
      next: resolve,
    }),
  );
}

function totp(user: CognitoUser): Step {
  return { kind: "totp", answer: (code) => step((callbacks) => user.sendMFACode(code, callbacks, "SOFTWARE_TOKEN_MFA")) };
}

function tokensOf(session: CognitoUserSession): Tokens {
  const access = session.getAccessToken();
  return {
    access: access.getJwtToken(),
    refresh: session.getRefreshToken().getToken(),
    expiresIn: access.getExpiration() - access.getIssuedAt(),
  };
}

function userOf(settings: Config, email: string): CognitoUser {
  const Storage = new Memory();
  const Pool = new CognitoUserPool({
    UserPoolId: settings.cognito.pool_id,
    ClientId: settings.cognito.client_id,
    endpoint: endpointOf(settings),
    Storage,
  });
  return new CognitoUser({ Username: email, Pool, Storage });
}

function refusalOf(error: unknown): SignInError {
  const { code, name, message } = (error ?? {}) as { code?: string; name?: string; message?: string };
  switch (code ?? name) {
    case "NotAuthorizedException":
      return new SignInError(/session/i.test(message ?? "") ? "session_over" : "wrong_login");
    case "UserNotFoundException":
      return new SignInError("wrong_login");
    case "CodeMismatchException":
    case "EnableSoftwareTokenMFAException":
      return new SignInError("wrong_code");
    case "ExpiredCodeException":
      return new SignInError("code_expired");
    case "InvalidPasswordException":
      return new SignInError("weak_password");
    case "LimitExceededException":
    case "TooManyRequestsException":
    case "TooManyFailedAttemptsException":
      return new SignInError("too_many_tries");
    case "PasswordResetRequiredException":
      return new SignInError("password_reset_needed");
    case "NetworkError":
      return new SignInError("no_answer");
    default:
      return new SignInError("not_possible");
  }
}
