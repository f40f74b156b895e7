import { useWords } from "./words.id";

/** The seller's name for a channel; one that has none of its own is named as the API names it. */
export function useChannelName(): (channel: string) => string {
  const { channel } = useWords();
  return (id) => (channel as Record<string, string>)[id] ?? id;
}
