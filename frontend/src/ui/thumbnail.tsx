import { clsx } from "clsx";
import { ImageOff } from "lucide-react";
import { useState } from "react";

/** A small picture beside a name, if there is one that loads. It is decorative, because the name has the same information. */
export function Thumbnail({ src, className = "size-10" }: { src: string | null | undefined; className?: string }) {
  const [broken, setBroken] = useState<string | null>(null);
  const box = clsx("shrink-0 rounded-sm bg-sunken", className);
  if (!src || src === broken) {
    return (
      <span aria-hidden className={clsx(box, "flex items-center justify-center text-muted")}>
        <ImageOff size={16} />
      </span>
    );
  }
  return <img src={src} alt="" loading="lazy" decoding="async" className={clsx(box, "object-cover")} onError={() => setBroken(src)} />;
}
