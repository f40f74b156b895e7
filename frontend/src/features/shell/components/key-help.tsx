import { useShortcuts } from "@/lib/shortcuts";
import { Dialog } from "@/ui/dialog";

import { useWords } from "../words.id";

export default function KeyHelp({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const w = useWords();
  const shortcuts = useShortcuts();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={w.keys}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
        {shortcuts.map(({ keys, label }) => (
          <div key={keys} className="contents">
            <dt>
              <kbd className="rounded-sm border border-edge px-1.5 py-0.5 font-mono text-meta">{keys.replace("mod+", "⌘/Ctrl ")}</kbd>
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
