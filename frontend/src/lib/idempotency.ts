import { useCallback, useState } from "react";

/**
 * The key of one piece of work, made when its sheet or page opens and not on the click,
 * so that a second click and a repeated request are the same piece of work. `renew` after it has succeeded.
 */
export function useIdempotencyKey(): { key: string; renew: () => void } {
  const [key, setKey] = useState(() => crypto.randomUUID());
  const renew = useCallback(() => setKey(crypto.randomUUID()), []);
  return { key, renew };
}
