import { Link } from "@tanstack/react-router";

import { Button } from "@/ui/button";
import { Empty } from "@/ui/empty";

import { useWords } from "../words.id";

/** Shown when there are no products yet, or when none matches the filter. */
export function NoProducts({ filtered, onShowAll }: { filtered: boolean; onShowAll: () => void }) {
  const w = useWords();
  if (filtered) {
    return (
      <Empty title={w.none_found} action={<Button onClick={onShowAll}>{w.show_all}</Button>}>
        {w.none_found_help}
      </Empty>
    );
  }
  return (
    <Empty
      title={w.none_yet}
      action={
        <Button asChild look="primary">
          <Link to="/settings">{w.to_settings}</Link>
        </Button>
      }
    >
      {w.none_yet_help}
    </Empty>
  );
}
