import type { English } from "@/lib/words";

import type { words as indonesian } from "./words.id";

export const words = {
  title: "Notices",
  unread: (count: string) => `${count} unread`,
  all_read: "Everything is read",
  read_all: "Mark all as read",
  mark_read: "Mark as read",
  new: "new",
  look: "See",
  severity: { info: "Info", warning: "Warning", urgent: "Urgent" },
  muted: (count: string) => `${count} kinds are left out.`,
  choose: "Choose in Settings",
  empty: "No notices yet.",
  empty_help: "Results of imports and syncs, access that is about to end, and changes in the shops appear here. What is urgent is mailed too.",
} satisfies English<typeof indonesian>;
