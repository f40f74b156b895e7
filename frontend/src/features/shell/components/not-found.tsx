import { Link } from "@tanstack/react-router";

import { buttonClass } from "@/ui/button-class";
import { Empty } from "@/ui/empty";

import { useWords } from "../words.id";

export function NotFound() {
  const w = useWords();
  return (
    <Empty
      title={w.not_found}
      action={
        <Link to="/" className={buttonClass("primary")}>
          {w.to_home}
        </Link>
      }
    >
      {w.not_found_help}
    </Empty>
  );
}
