import { useWords } from "./words.id";

/** What was done, as the seller says it; an action without words is named as the API names it. */
export function useActionName(): (action: string) => string {
  const { action } = useWords();
  return (name) => (action as Record<string, string>)[name] ?? name;
}
