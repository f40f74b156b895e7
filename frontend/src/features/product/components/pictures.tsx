import { clsx } from "clsx";
import { ArrowLeft, ArrowRight, Plus, Trash2 } from "lucide-react";
import { useRef, useState } from "react";

import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { Button, IconButton } from "@/ui/button";
import { Field, Input } from "@/ui/field";

import { valueOf } from "../form";
import type { Form } from "../use-form";
import { useWords } from "../words.id";
import { useError } from "./field-input";
import { OwnerLink } from "./owner-link";
import { useReorder } from "./use-reorder";

type Props = { form: Form; listings: readonly Schema<"Listing">[]; readOnly: boolean };

/** The pictures in the order in which buyers see them. The order changes by drag, by buttons, or by Alt and an arrow key. */
export function Pictures({ form, readOnly }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const { product, changes } = form;
  const images = JSON.parse(valueOf(product, changes, "images")) as string[];
  const urlOf = (one: string) => product.images.find((image) => image.id === one)?.url ?? one;
  const put = (next: string[]) => form.set("images", JSON.stringify(next));
  const [said, setSaid] = useState("");
  const list = useRef<HTMLUListElement>(null);
  const error = useError(form, "images");

  const move = (from: number, to: number) => {
    if (to < 0 || to >= images.length || from === to) return;
    const next = [...images];
    const [moved] = next.splice(from, 1);
    if (moved === undefined) return;
    next.splice(to, 0, moved);
    put(next);
    setSaid(w.picture_moved(number(to + 1), number(images.length)));
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLElement>("[data-picture]")[to]?.focus());
  };
  const drag = useReorder(list, move);

  return (
    <div className="flex flex-col gap-2 px-4 pb-4">
      {images.length === 0 ? <p className="text-muted">{w.no_pictures}</p> : null}
      <ul ref={list} className="flex flex-wrap gap-3">
        {images.map((one, at) => (
          <li key={one} className={clsx("relative", drag.at === at && "opacity-50", drag.at !== at && drag.over === at && "outline-2 outline-accent")}>
            <button
              type="button"
              data-picture
              aria-label={w.picture_at(number(at + 1), number(images.length))}
              onKeyDown={(event) => {
                if (readOnly || !event.altKey || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
                event.preventDefault();
                move(at, event.key === "ArrowLeft" ? at - 1 : at + 1);
              }}
              className="block size-36 rounded-md bg-sunken"
            >
              <img src={urlOf(one)} alt="" loading="lazy" draggable={false} {...(readOnly ? {} : drag.handle(at))} className="size-36 cursor-grab touch-pan-y rounded-md object-cover" />
            </button>
            {at === 0 ? <span className="absolute top-1 left-1 rounded-sm bg-surface px-1 text-meta font-medium">{w.picture_first}</span> : null}
            {readOnly ? null : (
              <div className="flex justify-between">
                <IconButton label={w.picture_left} disabled={at === 0} onClick={() => move(at, at - 1)}>
                  <ArrowLeft size={16} aria-hidden />
                </IconButton>
                <IconButton label={w.picture_remove} onClick={() => put(images.filter((other) => other !== one))}>
                  <Trash2 size={16} aria-hidden />
                </IconButton>
                <IconButton label={w.picture_right} disabled={at === images.length - 1} onClick={() => move(at, at + 1)}>
                  <ArrowRight size={16} aria-hidden />
                </IconButton>
              </div>
            )}
          </li>
        ))}
      </ul>
      <p role="status" className="sr-only">
        {said}
      </p>
      {error ? <p className="text-meta text-fail">{error}</p> : null}
      {readOnly ? null : (
        <>
          <p className="text-meta text-muted max-md:hidden">{w.picture_hint}</p>
          <AddPicture onAdd={(url) => images.includes(url) || put([...images, url])} />
        </>
      )}
      <OwnerLink product={product} field="images" />
    </div>
  );
}

function AddPicture({ onAdd }: { onAdd: (url: string) => void }) {
  const w = useWords();
  const [url, setUrl] = useState("");
  const [wrong, setWrong] = useState(false);
  const add = () => {
    const good = /^https:\/\/\S+\.\S+/.test(url.trim());
    setWrong(!good);
    if (!good) return;
    onAdd(url.trim());
    setUrl("");
  };
  return (
    <form
      className="flex max-w-2xl flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Field label={w.picture_url} error={wrong ? w.picture_url_wrong : undefined} className="min-w-56 flex-1">
        <Input type="url" data-field="images" inputMode="url" value={url} onChange={(event) => setUrl(event.target.value)} />
      </Field>
      <Button icon={<Plus size={16} aria-hidden />} onClick={add}>
        {w.picture_add}
      </Button>
    </form>
  );
}
