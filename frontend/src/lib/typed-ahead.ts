/** Collects what is typed from now on, until the field that it is for is there. */
export function typedAhead(): { take: () => string } {
  let text = "";
  const collect = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    text += event.key;
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener("keydown", collect, true);
  return {
    take: () => {
      window.removeEventListener("keydown", collect, true);
      const taken = text;
      text = "";
      return taken;
    },
  };
}
