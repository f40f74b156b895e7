import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";

import { PageLink } from "@/ui/page-link";

import { anyRunQuery } from "../queries";
import { useWords } from "../words.id";

/** A line on Beranda that links to the first steps until something was synced. */
export default function GoOn() {
  const w = useWords();
  const { data: ran = true } = useQuery({ ...anyRunQuery, staleTime: 60_000 });
  if (ran) return null;
  return (
    <PageLink to="/start" className="flex min-h-12 items-center gap-3 border-b px-4 py-2 hover:bg-sunken">
      <span className="flex-1">
        <span className="block font-medium">{w.go_on}</span>
        <span className="block text-muted">{w.go_on_help}</span>
      </span>
      <ChevronRight size={16} aria-hidden className="text-muted" />
    </PageLink>
  );
}
