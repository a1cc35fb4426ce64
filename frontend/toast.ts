// Short messages that come and go; a screen reader reads them when it has time.
import { page, say } from "./page";

export interface Toast {
  text: string;
  tone?: "done" | "problem";
  /** Something to do about it, for instance taking the act back. */
  action?: { label: string; run: () => void };
  /** How long it stays, seconds; with an action long enough to reach it. */
  seconds?: number;
}

/** Shows a message; returns a function that takes it away. */
export function toast({ text, tone = "done", action, seconds }: Toast): () => void {
  const box = document.createElement("div");
  box.className = `toast toast--${tone}`;
  const words = document.createElement("p");
  words.className = "toast__text";
  words.textContent = text;
  box.append(words);
  let clock = 0;
  const away = (): void => {
    window.clearTimeout(clock);
    box.remove();
  };
  if (action) box.append(button(action.label, () => (away(), action.run())));
  box.append(button(say("close"), away));
  document.getElementById("toasts")?.append(box);
  const start = (): void => {
    clock = window.setTimeout(away, (seconds ?? (action || tone === "problem" ? 12 : 6)) * 1000);
  };
  const stay = (): void => window.clearTimeout(clock);
  box.addEventListener("mouseenter", stay);
  box.addEventListener("focusin", stay);
  box.addEventListener("mouseleave", start);
  box.addEventListener("focusout", start);
  start();
  return away;
}

function button(label: string, run: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "toast__button";
  made.textContent = label;
  made.addEventListener("click", run);
  return made;
}

/**
 * Shows what the server tells beside a part of a page. What it tells after a redirect already
 * stands on the page: only the cookie that carried it is taken away, so that it is said once.
 */
export function listenToServer(): void {
  if (page.told) {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${page.told}=; Max-Age=0; Path=/; SameSite=Strict${secure}`;
  }
  document.addEventListener("toast", (event) => {
    const { text, tone } = (event as CustomEvent<Toast>).detail;
    toast({ text, ...(tone && { tone }) });
  });
}
