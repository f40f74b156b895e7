import { createFileRoute } from "@tanstack/react-router";

import { Product } from "@/features/product/components/product";

export const Route = createFileRoute("/_app/products/$product")({
  component: Product,
});
