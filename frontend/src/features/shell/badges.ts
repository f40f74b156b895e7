import { createContext, use } from "react";

import type { Page } from "./navigation";

/** How many things wait on a page, such as unread notices; given to the shell from outside, because it knows no feature. */
export type Badges = Partial<Record<Page["name"], number>>;

export const Badges = createContext<Badges>({});

export const useBadges = (): Badges => use(Badges);
