import type { English } from "@/lib/words";

import { words as ui } from "../words.en";
import type { words as indonesian } from "./words.id";

export const words = {
  field: ui.field,
  status: {
    live: "live",
    unlisted: "not shown",
    under_review: "checked by the channel",
    refused: "refused by the channel",
    frozen: "frozen",
    draft: "draft",
    deleted: "deleted",
    unknown: "not known",
  },
  nothing: "empty",
  becomes: "becomes",
  added: "Added:",
  removed: "Removed:",
  grams: (count: string) => `${count} g`,
  centimetres: (length: string, width: string, height: string) => `${length} × ${width} × ${height} cm`,
  days: (count: string) => `${count} days`,
  pieces: (count: string) => `${count} pieces`,
  pictures: (count: string) => `${count} pictures`,
  picture: (at: string) => `Picture ${at}`,
  changed: "Changed",
  new: "New",
  gone: "Removed",
  held: "Held back",
  asked: "Conflict",
  taken: "Follows the shop",
  no_option: "the only variant",
  you_keep: (amount: string) => `You keep ${amount}`,
  you_keep_from: (amount: string) => `before ${amount}`,
  show_all: "Show the whole text",
  show_less: "Show only what changed",
} satisfies English<typeof indonesian>;
