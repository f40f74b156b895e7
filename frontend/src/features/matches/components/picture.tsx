import { clsx } from "clsx";
import { ImageOff } from "lucide-react";
import { useState } from "react";

/** A picture of a listing; a placeholder if there is none or it does not load. */
export function Picture({ src, alt, className }: { src: string | null | undefined; alt: string; className: string }) {
  const [broken, setBroken] = useState<string>();
  if (!src || broken === src) {
    return (
      <span className={clsx("flex items-center justify-center bg-sunken text-muted", className)}>
        <ImageOff size={20} aria-hidden />
      </span>
    );
  }
  // No fade-in: the pictures of the next pair are already loaded.
  return <img src={src} alt={alt} decoding="async" draggable={false} onError={() => setBroken(src)} className={clsx("bg-sunken object-contain", className)} />;
}
