import { Link, useRouter } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { buttonClass } from "./button-class";

type Props = {
  /** A path of the dashboard, with or without a search. */
  to: string;
  children: ReactNode;
  className?: string;
  /** As a button; `primary` is the one next action of a page. */
  button?: "primary" | "plain" | "quiet";
};

/** A link to another page. If that page does not exist, only the text is shown. */
export function PageLink({ to, children, className, button }: Props) {
  const { routesByPath, options } = useRouter();
  const { pathname: path, search, hash } = new URL(to, location.origin);
  const known = path in routesByPath || `${path}/` in routesByPath || path.split("/").length > 2;
  if (!known) return button ? null : <span className={className}>{children}</span>;
  return (
    <Link to={path} search={options.parseSearch?.(search) ?? {}} hash={hash.slice(1)} className={button ? buttonClass(button, className) : (className ?? "text-accent underline")}>
      {children}
    </Link>
  );
}
