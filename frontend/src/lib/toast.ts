// Short messages over the page; their code is loaded separately.
import type { ExternalToast } from "sonner";

import { later } from "./later";

const code = later(() => import("sonner"));

type Say = (text: string, options?: ExternalToast) => void;

const say = (kind: "message" | "success" | "error" | "warning" | "info"): Say => (text, options) => {
  const there = code.there();
  if (there) there.toast[kind](text, options);
  // If the code cannot be loaded, the message cannot be shown.
  else void code.load().then(({ toast: loaded }) => loaded[kind](text, options), () => {});
};

/** Shows a message; an `action` in the options is a button such as "Batalkan". */
export const toast: Say & { success: Say; error: Say; warning: Say; info: Say } = Object.assign(say("message"), { success: say("success"), error: say("error"), warning: say("warning"), info: say("info") });
