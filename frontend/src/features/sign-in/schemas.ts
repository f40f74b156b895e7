import { z } from "@/lib/zod";

import type { words } from "./words.id";

/** The messages are keys of the dictionary. */
type Message = { [K in keyof typeof words]: (typeof words)[K] extends string ? K : never }[keyof typeof words];
const says = (message: Message) => message;

export const kinds = {
  email: z.string().check(z.trim(), z.email(says("email_missing"))),
  password: z.string().check(z.minLength(1, says("password_missing"))),
  new_password: z.string().check(z.minLength(12, says("password_short"))),
  code: z.string().check(z.trim(), z.regex(/^\d{6}$/, says("code_malformed"))),
};

export type Kind = keyof typeof kinds;
