import { ChevronsUpDown } from "lucide-react";
import { type ComponentProps, lazy, Suspense, useState } from "react";

import { useMe } from "@/auth/me";

import { useWords } from "../words.id";

const AccountMenu = lazy(() => import("./account-menu"));

export function AccountButton() {
  const [wanted, setWanted] = useState(false);
  if (!wanted) return <Face aria-haspopup="menu" aria-expanded={false} onClick={() => setWanted(true)} />;
  return (
    <Suspense fallback={<Face aria-haspopup="menu" aria-busy />}>
      <AccountMenu trigger={<Face />} />
    </Suspense>
  );
}

function Face(props: ComponentProps<"button">) {
  const w = useWords();
  const me = useMe();
  return (
    <button type="button" className="flex w-full items-center gap-2 rounded-md px-2 py-1 text-left hover:bg-sunken" {...props}>
      <span className="sr-only">{w.account}</span>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{me.name}</span>
        <span className="block text-meta text-muted">{w.role[me.role]}</span>
      </span>
      <ChevronsUpDown size={16} aria-hidden className="text-muted" />
    </button>
  );
}
