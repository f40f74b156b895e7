import { WifiOff } from "lucide-react";

import { useOnline } from "@/lib/online";

import { useWords } from "../words.id";

export function OfflineBar() {
  const w = useWords();
  const online = useOnline();
  return (
    <div role="status">
      {online ? null : (
        <p className="flex items-center gap-2 border-b border-wait bg-surface px-4 py-2 text-meta text-wait">
          <WifiOff size={16} aria-hidden className="shrink-0" />
          {w.offline}
        </p>
      )}
    </div>
  );
}
