import { Link } from "@tanstack/react-router";

import { useBadges } from "../badges";
import { GROUPS, usePages } from "../navigation";
import { useWords } from "../words.id";
import { AccountButton } from "./account-button";
import { Badge } from "./badge";
import { PaletteButton } from "./palette-button";

/** The navigation on wide screens. */
export function SideNavigation() {
  const w = useWords();
  const pages = usePages();
  const badges = useBadges();
  return (
    <nav aria-label={w.navigation} className="sticky top-0 hidden h-dvh w-56 shrink-0 flex-col border-r md:flex">
      <div className="p-3">
        <PaletteButton />
      </div>
      <div className="flex-1 overflow-y-auto px-3">
        {GROUPS.map((group) => {
          const members = pages.filter((page) => page.group === group);
          if (members.length === 0) return null;
          return (
            <div key={group} className="mb-4">
              <p className="px-2 pb-1 text-meta text-muted">{w.group[group]}</p>
              <ul>
                {members.map(({ name, to, icon: Icon }) => (
                  <li key={name}>
                    <Link
                      to={to}
                      activeOptions={{ exact: to === "/" }}
                      className="flex min-h-9 items-center gap-3 rounded-md px-2 hover:bg-sunken"
                      activeProps={{ className: "bg-sunken font-medium" }}
                      inactiveProps={{ className: "text-muted" }}
                    >
                      <Icon size={16} aria-hidden />
                      {w.nav[name]}
                      <Badge count={badges[name]} />
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
      </div>
      <div className="border-t p-3">
        <AccountButton />
      </div>
    </nav>
  );
}
