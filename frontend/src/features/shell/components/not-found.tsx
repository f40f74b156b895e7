import { Link } from "@tanstack/react-router";

import { buttonClass } from "@/ui/button-class";

import { useWords } from "../words.id";

export function NotFound() {
  const w = useWords();
  return (
    <main className="mx-auto flex max-w-xl flex-col items-start gap-4 px-4 py-16">
      <h1 className="text-title font-semibold">{w.not_found}</h1>
      <p className="text-muted">{w.not_found_help}</p>
      <Link to="/" className={buttonClass("primary")}>
        {w.to_home}
      </Link>
    </main>
  );
}
