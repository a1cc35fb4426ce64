// The dialog "My phrases": adding, wording, ordering and dropping one's own phrases, each with a way
// back.
import { the } from "../desk";
import { say } from "../page";
import { type Bank, bank, cleaned, LONGEST_PHRASE } from "./bank";
import { make } from "./draw";

export class MyPhrases {
  private readonly bank: Bank = bank();
  private readonly dialog = the<HTMLDialogElement>("my-phrases");
  private readonly list = the("phrase-list");
  private readonly problem = the("phrase-problem");

  constructor() {
    const field = the<HTMLInputElement>("phrase-new");
    the("phrase-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const text = cleaned(field.value);
      if (text && this.change(() => this.bank.change({ kind: "put", text }))) field.value = "";
      field.focus();
    });
    the("phrase-undo").addEventListener("click", () => this.bank.undo());
    this.bank.listen(() => this.show());
    // Whatever opens it, the list is asked for and shown before it is seen.
    new MutationObserver(() => this.opened()).observe(this.dialog, { attributeFilter: ["open"] });
  }

  private opened(): void {
    if (!this.dialog.open) return;
    this.show();
    void this.bank.load().then(() => this.bank.send());
  }

  private change(made: () => boolean): boolean {
    const done = made();
    this.problem.textContent = done ? "" : say("sheet_phrases_full");
    return done;
  }

  private show(): void {
    if (!this.dialog.open) return;
    const texts = this.bank.texts;
    const focused = document.activeElement?.getAttribute("data-does");
    this.list.replaceChildren(...texts.map((text, at) => this.line(text, at, texts.length)));
    if (focused) this.list.querySelector<HTMLElement>(`[data-does="${CSS.escape(focused)}"]`)?.focus();
    the("phrase-none").hidden = texts.length > 0;
    the("phrase-undo").hidden = !this.bank.canUndo;
    if (this.bank.problem) this.problem.textContent = this.bank.problem;
    the("phrase-status").textContent = this.bank.waits
      ? say("sheet_phrases_waiting")
      : texts.length
        ? say("sheet_phrases_saved", { count: texts.length })
        : "";
  }

  private line(text: string, at: number, count: number): HTMLElement {
    const field = make("textarea", { class: "input", rows: "1", maxlength: `${LONGEST_PHRASE}` });
    field.setAttribute("aria-label", say("sheet_phrase_text", { no: at + 1 }));
    field.value = text;
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      field.blur();
    });
    field.addEventListener("change", () => {
      const to = cleaned(field.value);
      if (to && to !== text) this.bank.change({ kind: "reword", text, to });
      else field.value = text;
    });
    const move = (by: number): void => void this.bank.change({ kind: "put", text, at: at + by });
    const up = this.button("sheet_phrase_up", "↑", text, () => move(-1));
    const down = this.button("sheet_phrase_down", "↓", text, () => move(1));
    up.disabled = at === 0;
    down.disabled = at === count - 1;
    const drop = this.button("sheet_phrase_remove", "×", text, () => {
      this.bank.change({ kind: "drop", text });
    });
    return make("li", {}, field, up, down, drop);
  }

  private button(word: string, sign: string, text: string, act: () => void): HTMLButtonElement {
    const made = make("button", { type: "button", class: "button" }, sign);
    made.setAttribute("aria-label", say(word, { text }));
    made.dataset["does"] = `${sign} ${text}`;
    made.addEventListener("click", act);
    return made;
  }
}
