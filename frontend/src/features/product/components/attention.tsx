import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Eye } from "lucide-react";

import type { Schema } from "@/api/client";
import { useMe } from "@/auth/me";
import { keys } from "@/lib/keys";
import { Button } from "@/ui/button";

import { saveProduct } from "../queries";
import { useWords } from "../words.id";

/** What a person should check, with a button to mark it as checked. */
export function Attention({ view }: { view: Schema<"ProductView"> }) {
  const w = useWords();
  const { may } = useMe();
  const queries = useQueryClient();
  const seen = useMutation({
    mutationFn: (code: string) => saveProduct(view.id, view.version, { attention: view.attention.filter((one) => one !== code) }),
    onSettled: () => void queries.invalidateQueries({ queryKey: keys.products }),
  });
  const say = (code: string) => (w.attention as Record<string, string>)[code] ?? w.attention_other(code);
  return (
    <>
      {view.merged_into ? (
        <Note>
          {w.merged}{" "}
          <Link to="/products/$product" params={{ product: view.merged_into }} className="font-medium text-accent">
            {w.merged_open}
          </Link>
        </Note>
      ) : null}
      {view.status === "archived" && !view.merged_into ? <Note>{w.archived}</Note> : null}
      {view.attention.map((code) => (
        <Note key={code}>
          <span className="min-w-0 flex-1 basis-32">{say(code)}</span>
          {may("member") ? (
            <Button busy={seen.isPending && seen.variables === code} onClick={() => seen.mutate(code)}>
              {w.attention_done}
            </Button>
          ) : null}
        </Note>
      ))}
    </>
  );
}

function Note({ children }: { children: React.ReactNode }) {
  return (
    <div className="flex min-h-11 items-center gap-3 border-t px-4 py-2">
      <Eye size={16} aria-hidden className="shrink-0 text-wait" />
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-2">{children}</div>
    </div>
  );
}
