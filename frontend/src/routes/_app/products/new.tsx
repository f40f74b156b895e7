import { createFileRoute } from "@tanstack/react-router";

import { NewProduct } from "@/features/new-product/components/new-product";

export const Route = createFileRoute("/_app/products/new")({
  component: NewProduct,
});
