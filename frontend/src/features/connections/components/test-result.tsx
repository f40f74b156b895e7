import { CircleCheck, TriangleAlert } from "lucide-react";

import type { Schema } from "@/api/client";
import { said } from "@/lib/words";
import { Status } from "@/ui/status";

import { useWords } from "../words.id";

/** What a test found, shop by shop: the cause and what to do. */
export function TestResult({ result }: { result: Schema<"ConnectionTest"> }) {
  const w = useWords();
  if (result.shops.length === 0) return <p role="status">{w.no_shop}</p>;
  const names = new Map(result.connection.shops.map((shop) => [shop.shop, shop.name]));
  return (
    <div role="status" className="flex flex-col gap-2">
      <Status tone={result.passed ? "ok" : "fail"} glyph={result.passed ? <CircleCheck size={16} aria-hidden /> : <TriangleAlert size={16} aria-hidden />}>
        {result.passed ? w.passed : w.failed}
      </Status>
      {result.passed ? null : (
        <ul className="flex flex-col gap-2">
          {result.shops.map(({ shop, passed, code, text, text_en }) => (
            <li key={shop} className="border-l-2 pl-3">
              <p className="font-medium">{names.get(shop) ?? shop}</p>
              {passed ? (
                <p className="text-ok">{w.shop_answers}</p>
              ) : (
                <>
                  <p>{said(text ?? "", text_en ?? "")}</p>
                  {code ? <code className="font-mono text-meta text-muted">{code}</code> : null}
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
