import { clsx } from "clsx";
import { useState } from "react";

/** A small picture beside a name; an empty square where there is none or it does not load. It says nothing that the name does not. */
export function Thumbnail({ src, className }: { src: string | null | undefined; className?: string }) {
  const [broken, setBroken] = useState<string | null>(null);
  const size = clsx("size-10 shrink-0 rounded-sm bg-sunken", className);
  if (!src || src === broken) return <span aria-hidden className={size} />;
  return <img src={src} alt="" width={40} height={40} loading="lazy" decoding="async" className={clsx(size, "object-cover")} onError={() => setBroken(src)} />;
}
