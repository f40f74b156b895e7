// Short messages over the page; their code is no part of a page's own.
import type { ExternalToast } from "sonner";

import { later } from "./later";

const code = later(() => import("sonner"));

type Say = (text: string, options?: ExternalToast) => void;

const say = (kind: "message" | "success" | "error" | "warning" | "info"): Say => (text, options) => {
  const there = code.there();
  if (there) there.toast[kind](text, options);
  // Without its code there is no place to say it in either.
  else void code.load().then(({ toast: loaded }) => loaded[kind](text, options), () => {});
};

/** Says what happened; an `action` in the options is a button such as "Batalkan". */
export const toast: Say & { success: Say; error: Say; warning: Say; info: Say } = Object.assign(say("message"), { success: say("success"), error: say("error"), warning: say("warning"), info: say("info") });
