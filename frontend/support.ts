// Asking the school's admin: what is sent along is shown first; without network the text stays where
// it was typed and on this device (see keep.ts), and nothing is lost.
import { forget, keep } from "./keep";
import { say } from "./page";
import { ProofCancelled } from "./prove";
import { authedFetch, SignInCancelled } from "./session";
import { toast } from "./toast";

const TROUBLES = [
  "main .field__error",
  "#problems .notice",
  "#problems p",
  "main .notice--overdue",
  "main .notice--late",
  ".toast--problem .toast__text",
];
const MOST = 600;

interface Answer {
  text?: string;
  problems?: { at: string; text: string }[];
}

export function listenToSupport(root: Document = document): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-support]")) {
    tell(form, root);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      void send(form);
    });
  }
  root.addEventListener("click", (event) => {
    const opener = (event.target as Element | null)?.closest?.("[data-opens=help]");
    const form = root.querySelector<HTMLFormElement>("#help form[data-support]");
    if (opener && form) tell(form, root);
  });
}

/** Fills in what only the browser knows: the screen's width, and the sentence that the page shows. */
export function tell(form: HTMLFormElement, root: Document = document): void {
  const width = String(window.innerWidth);
  put(form, "width", width);
  show(form, "[data-width]", width);
  const problem = field(form, "problem");
  if (!problem || problem.defaultValue) return;
  const said = sentenceOn(root);
  problem.value = said;
  show(form, "[data-problem]", said || "–");
}

/** The sentence of the trouble that is in sight; the latest place first. */
export function sentenceOn(root: Document): string {
  for (const place of [...TROUBLES].reverse()) {
    const found = [...root.querySelectorAll<HTMLElement>(place)].at(-1);
    const text = found?.textContent?.replace(/\s+/g, " ").trim() ?? "";
    if (text) return text.slice(0, MOST);
  }
  return "";
}

async function send(form: HTMLFormElement): Promise<void> {
  if (form.dataset["sending"]) return;
  form.dataset["sending"] = "1";
  complain(form, "");
  keep(form);
  try {
    const body = new URLSearchParams([...new FormData(form)].map(([k, v]) => [k, String(v)]));
    const answer = await authedFetch(form.action, { method: "POST", body });
    const said = (await answer.json().catch(() => ({}))) as Answer;
    if (answer.ok) taken(form, said.text ?? "");
    else complain(form, said.problems?.map(({ text }) => text).join(" ") || say("failed"));
  } catch (error) {
    const cancelled = error instanceof SignInCancelled || error instanceof ProofCancelled;
    complain(form, say(cancelled ? "not_sent" : "offline"));
  } finally {
    delete form.dataset["sending"];
  }
}

function taken(form: HTMLFormElement, text: string): void {
  for (const area of form.querySelectorAll("textarea")) area.value = "";
  forget(form);
  form.closest("dialog")?.close();
  toast({ text });
}

function complain(form: HTMLFormElement, text: string): void {
  const place = form.querySelector<HTMLElement>("[data-trouble]");
  if (place) place.textContent = text;
}

function field(form: HTMLFormElement, name: string): HTMLInputElement | null {
  return form.querySelector<HTMLInputElement>(`input[name=${name}]`);
}

function put(form: HTMLFormElement, name: string, value: string): void {
  const input = field(form, name);
  if (input) input.value = value;
}

function show(form: HTMLFormElement, place: string, text: string): void {
  const shown = form.querySelector<HTMLElement>(place);
  if (shown) shown.textContent = text;
}
