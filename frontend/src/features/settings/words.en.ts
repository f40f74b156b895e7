import type { English } from "@/lib/words";

import type { words as indonesian } from "./words.id";

export const words = {
  title: "Settings",
  look: "Language and appearance",
  look_help: "Follows you to every device where you sign in.",
  language: "Language",
  theme: "Appearance",
  themes: { system: "As the device", light: "Light", dark: "Dark" },
  density: "Height of table rows",
  densities: { comfortable: "Comfortable", compact: "Compact" },
  account: "Account",
  name: "Name",
  role: "Role",
  may: {
    viewer: "May see everything and change nothing.",
    member: "May change products and stock, import, and make plans.",
    admin: "May also approve and steer syncs, change rules, and allow shops.",
    owner: "May do everything, also save keys and disconnect channels.",
  },
} satisfies English<typeof indonesian>;
