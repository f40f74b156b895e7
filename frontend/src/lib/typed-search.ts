import { useEffect, useEffectEvent, useState } from "react";

import { useWhileHere } from "./while-here";

/**
 * The text of a search field, and `onChange` with its trimmed text `pause` milliseconds after the last key. The address answers
 * late: what was sent and has not arrived yet does not overwrite what is typed. When something else moves it, the field follows.
 */
export function useTypedSearch(value: string, onChange: (text: string) => void, pause: number): [string, (text: string) => void] {
  const whileHere = useWhileHere();
  const [typed, setTyped] = useState(value);
  const [address, setAddress] = useState<{ value: string; sent: readonly string[] }>({ value, sent: [] });
  if (value !== address.value) {
    const arrived = address.sent.indexOf(value);
    setAddress({ value, sent: arrived < 0 ? [] : address.sent.slice(arrived + 1) });
    if (arrived < 0) setTyped(value);
  }
  const wanted = typed.trim();
  const newest = address.sent.at(-1) ?? address.value;
  const send = useEffectEvent((text: string) => {
    setAddress((before) => ({ ...before, sent: [...before.sent, text] }));
    onChange(text);
  });
  useEffect(() => {
    if (wanted === newest) return;
    const timer = setTimeout(() => whileHere(() => send(wanted)), pause);
    return () => clearTimeout(timer);
  }, [wanted, newest, pause, whileHere]);
  return [typed, setTyped];
}
