/** One product. */
export function Product() {
  return null;
}
