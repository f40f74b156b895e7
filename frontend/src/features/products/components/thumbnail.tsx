import { clsx } from "clsx";
import { ImageOff } from "lucide-react";
import { useState } from "react";

/** A product's picture, small; the title beside it says what it shows. */
export function Thumbnail({ url, className }: { url: string | null | undefined; className: string }) {
  const [broken, setBroken] = useState<string>();
  if (!url || broken === url) {
    return (
      <span className={clsx("flex shrink-0 items-center justify-center rounded-sm bg-sunken text-muted", className)}>
        <ImageOff size={16} aria-hidden />
      </span>
    );
  }
  return <img src={url} alt="" loading="lazy" decoding="async" onError={() => setBroken(url)} className={clsx("shrink-0 rounded-sm bg-sunken object-cover", className)} />;
}
