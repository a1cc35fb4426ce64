import { beforeEach, expect, test, vi } from "vitest";
import { listenToKeys } from "./keys";

const PAGE = `
  <button data-key="j">Kế hoạch sau</button>
  <input type="search" data-key="/" data-key-label="Tìm kiếm">
  <textarea></textarea>
  <dialog id="keys"><dl id="keys-list"></dl><input type="checkbox" id="keys-on"></dialog>`;

let pressed = vi.fn();

function press(key: string, more: KeyboardEventInit = {}, on: Element = document.body): void {
  on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...more }));
}

beforeEach(() => {
  localStorage.clear();
  document.body.innerHTML = PAGE;
  pressed = vi.fn();
  document.querySelector("button")!.addEventListener("click", pressed);
});

listenToKeys(document);

test("a key presses its button", () => {
  press("j");
  expect(pressed).toHaveBeenCalledOnce();
});

test("a key does nothing while somebody types, composes or holds Ctrl", () => {
  press("j", {}, document.querySelector("textarea")!);
  press("j", { isComposing: true });
  press("j", { ctrlKey: true });
  expect(pressed).not.toHaveBeenCalled();
});

test("“?” lists the keys of the page", () => {
  press("?");
  expect(document.querySelector<HTMLDialogElement>("#keys")!.open).toBe(true);
  expect(document.querySelector("#keys-list")!.textContent).toContain("Kế hoạch sau");
  expect(document.querySelector("#keys-list")!.textContent).toContain("Tìm kiếm");
});

test("keys that were switched off on this machine do nothing", () => {
  localStorage.setItem("keys-off", "1");
  press("j");
  expect(pressed).not.toHaveBeenCalled();
});
