import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { ApiError } from "@/api/problem";
import { useMe } from "@/auth/me";
import { said, useLanguage } from "@/lib/words";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { Section } from "@/ui/page";
import { Problem } from "@/ui/problem";
import { RoleNote } from "@/ui/role-note";
import { Skeleton } from "@/ui/skeleton";

import { saveSkuPattern, skuPatternQuery } from "../queries";
import { useWords } from "../words.id";

/** How SKUs of new products are proposed. */
export function SkuPattern() {
  const w = useWords();
  useLanguage();
  const { may } = useMe();
  const queries = useQueryClient();
  const { data: stored, error, refetch } = useQuery(skuPatternQuery);
  const [typed, setTyped] = useState<string>();
  const save = useMutation({
    mutationFn: (pattern: string) => saveSkuPattern(pattern, stored?.version ?? 0),
    onSuccess: (next) => {
      queries.setQueryData(skuPatternQuery.queryKey, next);
      setTyped(undefined);
    },
    onError: () => void refetch(),
  });
  const refused = save.error instanceof ApiError ? said(save.error.text, save.error.text_en) : undefined;
  const value = typed ?? stored?.pattern ?? "";
  return (
    <Section title={w.sku_pattern} meta={w.sku_pattern_help}>
      {error ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {stored ? (
        <form
          className="flex max-w-3xl flex-wrap items-end gap-2 px-4 pb-6"
          onSubmit={(event) => {
            event.preventDefault();
            if (value !== stored.pattern) save.mutate(value);
          }}
        >
          <Field label={w.sku_pattern_label} error={refused} className="min-w-56 flex-1">
            <Input value={value} readOnly={!may("admin")} maxLength={30} spellCheck={false} onChange={(event) => setTyped(event.target.value)} />
          </Field>
          <Button type="submit" busy={save.isPending} disabled={!may("admin") || value === stored.pattern}>
            {w.sku_pattern_save}
          </Button>
          <RoleNote needs="admin" />
        </form>
      ) : error ? null : (
        <div className="px-4 pb-6">
          <Skeleton className="h-11" />
        </div>
      )}
    </Section>
  );
}
