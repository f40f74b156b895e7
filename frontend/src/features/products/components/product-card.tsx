import { Link } from "@tanstack/react-router";

import { Thumbnail } from "@/ui/thumbnail";

import type { Card } from "../queries";
import { BasePrice } from "./price";
import { Standing } from "./standing";

/** A product on the phone, 92 px high. A tap opens it, except on its channel states. Nothing is fetched before the tap: a touch mostly scrolls. */
export function ProductCard({ card }: { card: Card }) {
  return (
    <div className="relative flex h-[91px] items-center gap-2 pr-1">
      <Thumbnail src={card.thumbnail ?? card.image} className="size-11 max-[400px]:size-9 max-[350px]:hidden" />
      <div className="min-w-0 flex-1">
        <Link to="/products/$product" params={{ product: card.id }} preload={false} className="line-clamp-2 text-[0.875rem] leading-5 font-medium after:absolute after:inset-0">
          {card.title}
        </Link>
        <div className="text-[0.875rem] leading-5">
          <BasePrice
            card={card}
            beside={
              // The place for the finger reaches up beside the price; only the glyphs are in this line.
              <span className="relative -mt-7 shrink-0">
                <Standing card={card} low />
              </span>
            }
          />
        </div>
      </div>
    </div>
  );
}
