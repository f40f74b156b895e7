import { clsx } from "clsx";

import type { Schema } from "@/api/client";
import { useFormat } from "@/lib/format";
import { known } from "@/lib/known";

import { Money } from "../money";
import { useWords } from "./words.id";

/** One value of a field in a person's words. */
export function Value({ value, className }: { value: Schema<"FieldValue">; className?: string }) {
  const w = useWords();
  const { number, decimal } = useFormat();
  switch (value.kind) {
    case "nothing":
      return <span className={clsx("text-muted italic", className)}>{w.nothing}</span>;
    case "text":
      return <span className={clsx("whitespace-pre-line", className)}>{value.value}</span>;
    case "texts":
      return <span className={className}>{value.value.join(" · ")}</span>;
    case "money":
      return <Money value={value.value} {...(className ? { className } : {})} />;
    case "count":
      return <span className={clsx("tabular-nums", className)}>{w.pieces(number(value.value))}</span>;
    case "weight":
      return <span className={clsx("tabular-nums", className)}>{w.grams(number(value.value))}</span>;
    case "dimensions": {
      const { length_cm, width_cm, height_cm } = value.value;
      return <span className={clsx("tabular-nums", className)}>{w.centimetres(decimal(length_cm), decimal(width_cm), decimal(height_cm))}</span>;
    }
    case "days":
      return <span className={clsx("tabular-nums", className)}>{w.days(number(value.value))}</span>;
    case "visibility":
      return <span className={className}>{w.status[value.value]}</span>;
    case "sku":
      return <span className={clsx("font-mono text-meta", className)}>{value.value}</span>;
    case "images":
      return <Pictures images={value.value} {...(className ? { className } : {})} />;
    case "variant":
      return <VariantText variant={value.value} {...(className ? { className } : {})} />;
  }
}

function VariantText({ variant, className }: { variant: Schema<"VariantValue">; className?: string }) {
  const w = useWords();
  const { number } = useFormat();
  return (
    <span className={clsx("inline-flex flex-wrap gap-x-3", className)}>
      <span>{variant.option_values.join(" / ") || w.no_option}</span>
      {variant.sku ? <span className="font-mono text-meta">{variant.sku}</span> : null}
      {known(variant.price) ? <Money value={variant.price} /> : null}
      {known(variant.stock) ? <span>{w.pieces(number(variant.stock))}</span> : null}
    </span>
  );
}

/** Pictures in order; one that is not in `known` is outlined, where `known` is given. */
export function Pictures({ images, known, className }: { images: readonly Schema<"ImageValue">[]; known?: ReadonlySet<string>; className?: string }) {
  const w = useWords();
  const { number } = useFormat();
  if (images.every((image) => !image.url)) return <span className={className}>{w.pictures(number(images.length))}</span>;
  return (
    <span className={clsx("inline-flex flex-wrap gap-1", className)}>
      {images.map((image, at) => (
        <img
          key={`${image.reference} ${at}`}
          src={image.url ?? ""}
          alt={w.picture(number(at + 1))}
          width={40}
          height={40}
          loading="lazy"
          className={clsx("size-10 rounded-sm bg-sunken object-cover", known && !known.has(image.reference) && "outline-2 outline-ink")}
        />
      ))}
    </span>
  );
}
