// Small helpers for drawing.

type Given = Record<string, string | boolean | undefined>;

/** Makes an element with attributes and children; `false` and `undefined` leave an attribute out. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  given: Given = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === false) continue;
    made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

/** A button of the house. */
export function button(text: string, kind: string, run: () => void): HTMLButtonElement {
  const made = make("button", { type: "button", class: `button ${kind}`.trim() }, text);
  made.addEventListener("click", run);
  return made;
}

/** "10:15", as the clock on the wall says it. */
export function clock(time: Date): string {
  return `${time.getHours()}:${String(time.getMinutes()).padStart(2, "0")}`;
}

/** "10:15" of today, "10:15 ngày 9/1" of another day. */
export function moment(time: Date, now: Date = new Date()): string {
  const isToday = time.toDateString() === now.toDateString();
  return isToday ? clock(time) : `${clock(time)} ${time.getDate()}/${time.getMonth() + 1}`;
}
