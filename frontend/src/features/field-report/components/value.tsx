import { clsx } from "clsx";
import { useState } from "react";

import { useFormat } from "@/lib/format";
import { readable } from "@/lib/html-text";
import { Button } from "@/ui/button";
import { Marked } from "@/ui/marked";
import { Thumbnail } from "@/ui/thumbnail";

import type { FieldName } from "../search";
import { useWords } from "../words.id";

/** The most pictures of one listing that are shown. */
const PICTURES = 6;
/** Only the beginning is shown of a text with more characters than this. */
const LONG = 280;

type Props = { field: FieldName; value: string | null | undefined; others: readonly string[] };

/** The value of one listing, with the parts marked that the others do not have. */
export function Value({ field, value, others }: Props) {
  const w = useWords();
  const say = useSay();
  if (value === null || value === undefined || value === "") return <span className="text-muted italic">{w.nothing}</span>;
  if (field === "images") return <Pictures addresses={value.split(", ")} />;
  return <Text text={say(field, value)} other={others.map((one) => say(field, one)).join(" ")} />;
}

function Text({ text, other }: { text: string; other: string }) {
  const w = useWords();
  const [whole, setWhole] = useState(false);
  const long = text.length > LONG && !whole;
  return (
    <>
      <span className={clsx("whitespace-pre-line", long && "line-clamp-5")}>
        <Marked text={text} other={other} />
      </span>
      {long ? (
        <Button look="quiet" className="-ml-3" onClick={() => setWhole(true)}>
          {w.whole}
        </Button>
      ) : null}
    </>
  );
}

function Pictures({ addresses }: { addresses: readonly string[] }) {
  const w = useWords();
  const { number } = useFormat();
  const pictures = addresses.filter((address) => address.startsWith("http"));
  return (
    <span className="flex flex-wrap items-center gap-1">
      {pictures.slice(0, PICTURES).map((address) => (
        <Thumbnail key={address} src={address} />
      ))}
      <span className="text-meta text-muted">{w.picture_count(number(addresses.length))}</span>
    </span>
  );
}

/** Formats the API's plain values for a person: `16x16 mm: 55500` as rupiah, a weight in grams. */
function useSay(): (field: FieldName, value: string) => string {
  const w = useWords();
  const { number, rupiah } = useFormat();
  const amounts = (value: string, say: (amount: number) => string) => value.replaceAll(/(^|: )(\d+)(?=$|, )/g, (_, before: string, digits: string) => before + say(Number(digits)));
  return (field, value) => {
    switch (field) {
      case "price":
        return amounts(value, rupiah);
      case "weight":
        return amounts(value, (grams) => w.grams(number(grams)));
      case "stock":
        return amounts(value, number);
      case "dimensions":
        return w.centimetres(value);
      case "pre_order":
        return amounts(value, (days) => w.days(number(days)));
      case "description":
        return readable(value);
      default:
        return value;
    }
  };
}
