import { createContext, use } from "react";

import type { Page } from "./navigation";

/** The number of waiting things by page, such as unread notices. Given from outside, because the shell imports no feature. */
export type Badges = Partial<Record<Page["name"], number>>;

export const Badges = createContext<Badges>({});

export const useBadges = (): Badges => use(Badges);
