// Keys of a page: an element with `data-key="j"` is pressed by that key (`"j ]"`: by either), and “?”
// lists them all.
// Single keys can be switched off on a device (WCAG 2.1.4), and never act while somebody types.
import { open } from "./dialog";
import { say } from "./page";

const OFF = "keys-off";

export function listenToKeys(root: Document = document, store: Storage = localStorage): void {
  root.addEventListener("keydown", (event) => {
    if (!isForUs(event)) return;
    if (event.key === "?") {
      list(root, store);
      open("keys");
      event.preventDefault();
    } else if (store.getItem(OFF) === null && press(root, event.key)) event.preventDefault();
  });
  const box = root.querySelector<HTMLInputElement>("#keys-on");
  box?.addEventListener("change", () => {
    if (box.checked) store.removeItem(OFF);
    else store.setItem(OFF, "1");
  });
  for (const opener of root.querySelectorAll("[data-opens=keys]")) {
    opener.addEventListener("click", () => list(root, store));
  }
}

function isForUs(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return true;
  return !(
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(target.type))
  );
}

function press(root: Document, key: string): boolean {
  const scope = root.querySelector("dialog[open]") ?? root;
  const wanted = [...scope.querySelectorAll<HTMLElement>("[data-key]")].find(
    (element) => keysOf(element).includes(key) && element.closest("[hidden]") === null,
  );
  if (!wanted) return false;
  if (wanted instanceof HTMLInputElement) wanted.focus();
  else wanted.click();
  return true;
}

function keysOf(element: HTMLElement): string[] {
  return (element.dataset["key"] ?? "").split(" ");
}

/** Fills the dialog with the keys that the page has now. */
function list(root: Document, store: Storage): void {
  const box = root.querySelector<HTMLInputElement>("#keys-on");
  if (box) box.checked = store.getItem(OFF) === null;
  const rows = root.querySelector("#keys-list");
  if (!rows) return;
  const found = new Map([["?", say("keys_help")]]);
  for (const element of root.querySelectorAll<HTMLElement>("[data-key]")) {
    const label = element.dataset["keyLabel"] ?? element.textContent?.trim() ?? "";
    found.set(keysOf(element).join(" "), label);
  }
  rows.replaceChildren(
    ...[...found].flatMap(([key, label]) => {
      const term = document.createElement("dt");
      const cap = document.createElement("kbd");
      cap.textContent = key;
      term.append(cap);
      const meaning = document.createElement("dd");
      meaning.textContent = label;
      return [term, meaning];
    }),
  );
}
