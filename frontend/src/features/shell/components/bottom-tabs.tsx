import { Link } from "@tanstack/react-router";
import { Ellipsis } from "lucide-react";

import { useFormat } from "@/lib/format";

import { useBadges } from "../badges";
import { usePages } from "../navigation";
import { useWords } from "../words.id";

const TAB = "flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-meta";
const LOOK = { activeProps: { className: "text-ink font-medium" }, inactiveProps: { className: "text-muted" } };

/** The navigation on phones: at most five tabs, within reach of the thumb. */
export function BottomTabs() {
  const w = useWords();
  const { number } = useFormat();
  const badges = useBadges();
  const pages = usePages();
  const tabs = pages.filter((page) => page.tab);
  const waiting = pages.reduce((sum, page) => sum + (page.tab ? 0 : (badges[page.name] ?? 0)), 0);
  return (
    <nav aria-label={w.navigation} className="safe-bottom fixed inset-x-0 bottom-0 z-30 border-t bg-surface md:hidden">
      <div className="flex">
        {tabs.map(({ name, to, icon: Icon }) => (
          <Link key={name} to={to} activeOptions={{ exact: to === "/" }} className={TAB} {...LOOK}>
            <Icon size={20} aria-hidden />
            {w.nav[name]}
          </Link>
        ))}
        <Link to="/more" className={TAB} {...LOOK}>
          <span className="relative">
            <Ellipsis size={20} aria-hidden />
            {waiting > 0 ? <span aria-hidden className="absolute -top-0.5 -right-1.5 size-2 rounded-full bg-accent" /> : null}
          </span>
          {w.nav.more}
          {waiting > 0 ? <span className="sr-only">{w.waiting(number(waiting))}</span> : null}
        </Link>
      </div>
    </nav>
  );
}
