import { Link } from "@tanstack/react-router";

import { Button } from "@/ui/button";
import { Empty } from "@/ui/empty";

import { useWords } from "../words.id";

export function NotFound() {
  const w = useWords();
  return (
    <Empty
      title={w.not_found}
      action={
        <Button look="primary" asChild>
          <Link to="/">{w.to_home}</Link>
        </Button>
      }
    >
      {w.not_found_help}
    </Empty>
  );
}
