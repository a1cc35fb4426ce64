// Nothing typed is lost: forms marked `data-keep` keep their fields on this device until they were
// sent with success. Kept per account, page and form; never passwords or files; forgotten on
// sign-out and after a week.
import { page, say } from "./page";

const PREFIX = "keep:";
const A_WEEK = 7 * 24 * 3600 * 1000;
const NEVER = new Set(["password", "file", "hidden", "submit", "button", "image", "reset"]);

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

interface Kept {
  at: number;
  /** The form was sent and the answer has not been seen yet. */
  sent: boolean;
  fields: Record<string, string[]>;
}

/** Starts keeping: settles what the last page sent, restores, and watches. */
export function keepForms(root: Document = document, store: Storage = localStorage): void {
  settle(root, store);
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-keep]")) {
    restore(form, store);
  }
  root.addEventListener("input", (event) => note(event.target, store));
  root.addEventListener("change", (event) => note(event.target, store));
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    if ("forget" in form.dataset) forgetAll(store);
    else if ("keep" in form.dataset) mark(form, store, true);
  });
}

/** Keeps what stands in the form now, when it differs from what the server wrote. */
export function keep(form: HTMLFormElement, store: Storage = localStorage): void {
  const fields = typed(form);
  if (Object.keys(fields).length === 0) store.removeItem(keyOf(form));
  else write(store, keyOf(form), { at: Date.now(), sent: false, fields });
}

/** Forgets the form: it was sent with success, or the person gave it up. */
export function forget(form: HTMLFormElement, store: Storage = localStorage): void {
  store.removeItem(keyOf(form));
  form.querySelector(":scope > .restored")?.remove();
}

/** Forgets everything that this account typed on this device. */
export function forgetAll(store: Storage = localStorage): void {
  for (const key of keysOf(store, `${PREFIX}${page.account}:`)) store.removeItem(key);
}

/** Keeps what a script holds in fields of its own; empty values are forgotten. */
export function keepValues(
  name: string,
  fields: Record<string, string[]>,
  store: Storage = localStorage,
): void {
  const empty = Object.values(fields).every((values) => values.every((value) => value === ""));
  if (empty) store.removeItem(keyFor(name));
  else write(store, keyFor(name), { at: Date.now(), sent: false, fields });
}

/** Returns what was kept under a name; null when there is nothing. */
export function keptValues(
  name: string,
  store: Storage = localStorage,
): Record<string, string[]> | null {
  return readKept(store, keyFor(name))?.fields ?? null;
}

/** Puts kept text back into a form and says so; returns whether anything was put back. */
export function restore(form: HTMLFormElement, store: Storage = localStorage): boolean {
  const kept = readKept(store, keyOf(form));
  if (!kept) return false;
  let changed = false;
  for (const field of fieldsOf(form)) {
    const values = kept.fields[field.name];
    if (values) changed = put(field, values) || changed;
  }
  if (changed && !form.querySelector(":scope > .restored")) {
    form.prepend(restoredNote(form, store));
  }
  return changed;
}

/**
 * Decides what became of forms that were sent: a refusal page keeps them, going back or reloading
 * keeps them, arriving anywhere else means that they were taken in.
 */
function settle(root: Document, store: Storage): void {
  const refused = root.querySelector("[data-refused]") !== null;
  const arrived = arrival() === "navigate";
  for (const key of keysOf(store, PREFIX)) {
    const kept = readKept(store, key);
    if (!kept || kept.at < Date.now() - A_WEEK) store.removeItem(key);
    else if (kept.sent && (refused || !arrived || stillThere(root, key))) {
      write(store, key, { ...kept, sent: false });
    } else if (kept.sent) store.removeItem(key);
  }
}

function arrival(): string {
  const [entry] = performance.getEntriesByType("navigation");
  return (entry as PerformanceNavigationTiming | undefined)?.type ?? "navigate";
}

/** A form that came back with complaints was not taken in. */
function stillThere(root: Document, key: string): boolean {
  return [...root.querySelectorAll<HTMLFormElement>("form[data-keep]")].some(
    (form) => keyOf(form) === key && form.querySelector("[aria-invalid=true]") !== null,
  );
}

function note(target: EventTarget | null, store: Storage): void {
  const form = (target as Field | null)?.form;
  if (form && "keep" in form.dataset) keep(form, store);
}

function mark(form: HTMLFormElement, store: Storage, sent: boolean): void {
  const kept = readKept(store, keyOf(form));
  if (kept) write(store, keyOf(form), { ...kept, sent });
}

function keyFor(name: string): string {
  return `${PREFIX}${page.account}:${name}`;
}

function keyOf(form: HTMLFormElement): string {
  return keyFor(form.dataset["keep"] || location.pathname);
}

function keysOf(store: Storage, prefix: string): string[] {
  const keys = Array.from({ length: store.length }, (_, index) => store.key(index) ?? "");
  return keys.filter((key) => key.startsWith(prefix));
}

function readKept(store: Storage, key: string): Kept | null {
  const text = store.getItem(key);
  if (text === null) return null;
  try {
    return JSON.parse(text) as Kept;
  } catch {
    store.removeItem(key);
    return null;
  }
}

function write(store: Storage, key: string, kept: Kept): void {
  try {
    store.setItem(key, JSON.stringify(kept));
  } catch {
    // The device is full or keeps nothing (private window): the form itself still holds the text.
  }
}

function fieldsOf(form: HTMLFormElement): Field[] {
  return [...form.elements].filter(
    (element): element is Field =>
      (element instanceof HTMLInputElement ||
        element instanceof HTMLTextAreaElement ||
        element instanceof HTMLSelectElement) &&
      element.name !== "" &&
      !NEVER.has(element.type) &&
      !("keepNot" in element.dataset),
  );
}

function typed(form: HTMLFormElement): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const field of fieldsOf(form)) {
    if (isUntouched(field)) continue;
    fields[field.name] = [...(fields[field.name] ?? []), ...valuesOf(field)];
  }
  return fields;
}

function isChoice(field: Field): field is HTMLInputElement {
  return field.type === "checkbox" || field.type === "radio";
}

function isUntouched(field: Field): boolean {
  if (field instanceof HTMLSelectElement) {
    return chosen(field).join("\n") === initial(field).join("\n");
  }
  if (isChoice(field)) return field.checked === field.defaultChecked;
  return field.value === field.defaultValue;
}

function chosen(field: HTMLSelectElement): string[] {
  return [...field.options].filter((option) => option.selected).map((option) => option.value);
}

/** What the server chose; a list in which it chose nothing shows its first line. */
function initial(field: HTMLSelectElement): string[] {
  const options = [...field.options];
  const marked = options.filter((option) => option.hasAttribute("selected"));
  const shown = marked.length || field.multiple ? marked : options.slice(0, 1);
  return shown.map((option) => option.value);
}

/** What a field holds, so that `put` can bring it back; a box says its own value and its state. */
function valuesOf(field: Field): string[] {
  if (field instanceof HTMLSelectElement) return chosen(field);
  if (isChoice(field)) return [`${field.checked ? "+" : "-"}${field.value}`];
  return [field.value];
}

function put(field: Field, values: string[]): boolean {
  if (field instanceof HTMLSelectElement) {
    const before = chosen(field).join("\n");
    for (const option of field.options) option.selected = values.includes(option.value);
    return chosen(field).join("\n") !== before;
  }
  const before = isChoice(field) ? field.checked : field.value;
  if (isChoice(field)) {
    if (values.includes(`+${field.value}`)) field.checked = true;
    if (values.includes(`-${field.value}`)) field.checked = false;
    return field.checked !== before;
  }
  field.value = values[0] ?? "";
  return field.value !== before;
}

function restoredNote(form: HTMLFormElement, store: Storage): HTMLElement {
  const box = document.createElement("div");
  box.className = "restored";
  box.setAttribute("role", "status");
  const text = document.createElement("span");
  text.textContent = say("restored");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plainbutton";
  button.textContent = say("discard");
  button.addEventListener("click", () => {
    form.reset();
    forget(form, store);
  });
  box.append(text, button);
  return box;
}
