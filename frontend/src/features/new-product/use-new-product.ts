// The form of a new product: what is typed, its draft, the proposed SKUs, and saving it once.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import type { Schema } from "@/api/client";
import { ApiError } from "@/api/problem";
import { useDraft } from "@/lib/draft";
import { useIdempotencyKey } from "@/lib/idempotency";
import { keys } from "@/lib/keys";

import { EMPTY, mistakesOf, type Name, nameOf, productOf, type Typed, valuesOf } from "./form";
import { createProduct, skusQuery } from "./queries";

/** Milliseconds after the last key press until SKUs are proposed. */
const PAUSE = 400;

export function useNewProduct(onSaved: (product: Schema<"Product">) => void) {
  const queries = useQueryClient();
  const { draft, keep, drop } = useDraft<Typed>({ kind: "new-product", id: "new" });
  const { key, renew } = useIdempotencyKey();
  const [typed, setTyped] = useState(EMPTY);
  const [touched, setTouched] = useState(false);
  const [restored, setRestored] = useState(false);
  const [tried, setTried] = useState(false);
  if (draft && !touched) {
    setTouched(true);
    setRestored(true);
    setTyped({ ...EMPTY, ...draft.values });
  }

  const title = typed.title.trim();
  const values = valuesOf(typed);
  const asked = usePaused(JSON.stringify({ title, variants: values.map((value) => [value]) }));
  const wanted = JSON.parse(asked) as { title: string; variants: string[][] };
  const { data: proposed = [] } = useQuery(skusQuery(wanted.title, wanted.variants));

  const put = (make: (before: Typed) => Typed) => {
    setTouched(true);
    setTyped((before) => {
      const next = make(before);
      keep(null, next);
      return next;
    });
  };
  const save = useMutation({
    mutationFn: async () => {
      // What is proposed belongs to the title as it is now.
      const skus = await queries.fetchQuery(skusQuery(title, values.map((value) => [value])));
      return createProduct(productOf(typed, skus), key);
    },
    onSuccess: async (product) => {
      await drop();
      void queries.invalidateQueries({ queryKey: [...keys.products, "list"] });
      onSaved(product);
    },
    // A refused product may be changed and sent again, as another request.
    onError: (error) => void (error instanceof ApiError && error.status < 500 && renew()),
  });
  const wrong = mistakesOf(typed);
  const refused: Partial<Record<Name | "sku" | "images", { detail: string; detail_en: string }>> = {};
  if (save.error instanceof ApiError) {
    for (const one of save.error.errors) refused[nameOf(one.field) ?? "title"] ??= one;
    const field = save.error.field && nameOf(save.error.field);
    if (field) refused[field] ??= { detail: save.error.text, detail_en: save.error.text_en };
  }
  return {
    typed,
    values,
    proposed,
    restored,
    set: (name: Name, value: string) => put((before) => ({ ...before, [name]: value })),
    setSku: (at: number, value: string) => put((before) => ({ ...before, skus: { ...before.skus, [String(at)]: value } })),
    setImages: (images: string[]) => put((before) => ({ ...before, images })),
    addImages: (urls: string[]) => put((before) => ({ ...before, images: [...before.images, ...urls.filter((url) => !before.images.includes(url))] })),
    startOver: () => {
      setTyped(EMPTY);
      setRestored(false);
      setTried(false);
      save.reset();
      void drop();
    },
    /** Fields that cannot be sent; shown after the first attempt. */
    wrong: tried ? wrong : {},
    refused,
    /** An error that no field shows. */
    error: save.error && Object.keys(refused).length === 0 ? save.error : null,
    saving: save.isPending,
    save: () => {
      setTried(true);
      if (Object.keys(wrong).length === 0 && !save.isPending) save.mutate();
    },
  };
}

/** The value as it was when nobody had typed for a moment. */
function usePaused(value: string): string {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), PAUSE);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
}
