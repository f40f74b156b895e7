import { useMutation } from "@tanstack/react-query";
import { Camera, Images, Star, Trash2 } from "lucide-react";
import { type ChangeEvent, useRef } from "react";

import { useFormat } from "@/lib/format";
import { Button, IconButton } from "@/ui/button";
import { Problem } from "@/ui/problem";

import { uploadPhoto } from "../queries";
import { useWords } from "../words.id";

/** The most pictures that a product can have. */
const MOST = 9;

type Props = { images: readonly string[]; error: string | undefined; disabled: boolean; onAdd: (urls: string[]) => void; onChange: (images: string[]) => void };

/** Photos from the camera or the gallery. Each goes up at once, so that a draft has it after a reload. */
export function Photos({ images, error, disabled, onAdd, onChange }: Props) {
  const w = useWords();
  const { number } = useFormat();
  const camera = useRef<HTMLInputElement>(null);
  const gallery = useRef<HTMLInputElement>(null);
  const upload = useMutation({
    mutationFn: async (files: File[]) => {
      // One after another: a phone's memory does not hold many open photos.
      for (const file of files) onAdd([await uploadPhoto(file)]);
    },
  });
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])].slice(0, MOST - images.length);
    event.target.value = "";
    if (files.length > 0) upload.mutate(files);
  };
  const off = disabled || upload.isPending || images.length >= MOST;
  return (
    <div className="flex flex-col gap-3 px-4 pb-6">
      {images.length > 0 ? (
        <ul className="flex flex-wrap gap-3">
          {images.map((url, at) => (
            <li key={url} className="relative">
              <img src={url} alt={w.photo(number(at + 1), number(images.length))} className="size-28 rounded-md bg-sunken object-cover" />
              {at === 0 ? <span className="absolute top-1 left-1 rounded-sm bg-surface px-1 text-meta font-medium">{w.first}</span> : null}
              <div className="flex justify-between">
                <IconButton label={w.make_first} disabled={at === 0} onClick={() => onChange([url, ...images.filter((one) => one !== url)])}>
                  <Star size={16} aria-hidden />
                </IconButton>
                <IconButton label={w.remove} onClick={() => onChange(images.filter((one) => one !== url))}>
                  <Trash2 size={16} aria-hidden />
                </IconButton>
              </div>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button icon={<Camera size={16} aria-hidden />} disabled={off} onClick={() => camera.current?.click()} className="md:hidden">
          {w.camera}
        </Button>
        <Button icon={<Images size={16} aria-hidden />} disabled={off} onClick={() => gallery.current?.click()}>
          {w.gallery}
        </Button>
      </div>
      <input ref={camera} type="file" accept="image/*" capture="environment" className="hidden" aria-label={w.camera} tabIndex={-1} onChange={choose} />
      <input ref={gallery} type="file" accept="image/*" multiple className="hidden" aria-label={w.gallery} tabIndex={-1} onChange={choose} data-photos />
      <p role="status" className="text-meta text-muted">
        {upload.isPending ? w.uploading(number(upload.variables.length)) : w.photos_help}
      </p>
      {error ? <p className="text-meta text-fail">{error}</p> : null}
      {upload.error ? <Problem error={upload.error} /> : null}
    </div>
  );
}
