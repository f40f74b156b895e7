// Every page that the dashboard will have. A page shows in the navigation from the moment its route file exists.
import { useRouter } from "@tanstack/react-router";
import {
  Bell,
  Boxes,
  Columns3,
  Download,
  FileSpreadsheet,
  GitCompareArrows,
  History,
  House,
  type LucideIcon,
  MailX,
  Package,
  RefreshCw,
  Settings,
  ShieldCheck,
  Split,
  Tag,
  Type,
} from "lucide-react";

import type { words } from "./words.id";

export type Page = {
  name: Exclude<keyof (typeof words)["nav"], "more">;
  to: string;
  icon: LucideIcon;
  group: "daily" | "rules" | "watch";
  /** Whether the page has its own tab on the phone. The other pages are under Lainnya. */
  tab?: true;
  /** The key after `g` that opens the page. */
  key?: string;
};

const PAGES: readonly Page[] = [
  { name: "home", to: "/", icon: House, group: "daily", tab: true, key: "h" },
  { name: "products", to: "/products", icon: Package, group: "daily", tab: true, key: "p" },
  { name: "matches", to: "/matches", icon: GitCompareArrows, group: "daily", tab: true, key: "m" },
  { name: "sync", to: "/sync", icon: RefreshCw, group: "daily", tab: true, key: "s" },
  { name: "conflicts", to: "/conflicts", icon: Split, group: "daily", key: "c" },
  { name: "stock", to: "/stock", icon: Boxes, group: "daily" },
  { name: "imports", to: "/imports", icon: Download, group: "daily" },
  { name: "sheets", to: "/sheets", icon: FileSpreadsheet, group: "daily" },
  { name: "prices", to: "/prices", icon: Tag, group: "rules" },
  { name: "titles", to: "/titles", icon: Type, group: "rules" },
  { name: "field_report", to: "/field-report", icon: Columns3, group: "rules" },
  { name: "verification", to: "/verification", icon: ShieldCheck, group: "watch" },
  { name: "dead_letters", to: "/dead-letters", icon: MailX, group: "watch" },
  { name: "activity", to: "/activity", icon: History, group: "watch" },
  { name: "notices", to: "/notices", icon: Bell, group: "watch", key: "n" },
  { name: "settings", to: "/settings", icon: Settings, group: "watch" },
];

export const GROUPS = ["daily", "rules", "watch"] as const;

/** The pages that exist. */
export function usePages(): readonly Page[] {
  const { routesByPath } = useRouter();
  return PAGES.filter(({ to }) => to in routesByPath || `${to}/` in routesByPath);
}
