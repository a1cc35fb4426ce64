// The panel under a comment that is being written: phrases to put in, by a press or Alt and a digit,
// and keeping the text as a phrase of one's own.
import { say } from "../page";
import { type Bank, bank, cleaned, LONGEST_PHRASE } from "./bank";
import { make } from "./draw";
import { inserted, Phrases } from "./phrases";
import type { Sheet } from "./sheet";

type Field = HTMLInputElement | HTMLTextAreaElement;

export class Comments {
  readonly panel = make("div", { class: "phrases" });
  private readonly sheet: Sheet;
  private readonly phrases: Phrases;
  private readonly bank: Bank = bank();
  private field: Field | null = null;
  private fresh = true;

  constructor(sheet: Sheet) {
    this.sheet = sheet;
    this.phrases = new Phrases(sheet.book.account, sheet.book.data.sheet.subject, this.bank);
    this.panel.hidden = true;
    // The field keeps the focus while a phrase is pressed.
    this.panel.addEventListener("mousedown", (event) => event.preventDefault());
    this.bank.listen(() => this.field && this.show());
  }

  /** Offers phrases for a field that has just been come to. */
  open(field: Field): void {
    this.field = field;
    this.fresh = true;
    this.show();
    void this.bank.load();
  }

  /** Something was typed into the field. */
  typed(): void {
    this.fresh = false;
    if (this.field) this.show();
  }

  close(): void {
    if (this.field) this.phrases.note(this.field.value.trim());
    this.field = null;
    this.panel.hidden = true;
  }

  /** Alt and a digit put a phrase in; returns whether this was one. */
  key(event: KeyboardEvent): boolean {
    if (!this.field || !event.altKey || !/^Digit[1-8]$/.test(event.code)) return false;
    const button = this.panel.querySelectorAll<HTMLButtonElement>(".phrases__one")[Number(event.code.at(-1)) - 1];
    button?.click();
    return button !== undefined;
  }

  private show(): void {
    const field = this.field;
    if (!field || field.readOnly) {
      this.panel.hidden = true;
      return;
    }
    const text = field.value.trim();
    const { data, rows } = this.sheet.book;
    const here = [...(data.comment.phrases ?? []), ...rows.map(({ comment }) => comment)];
    const found = this.phrases.suggest(this.fresh ? "" : text, here);
    const lines = found.map((phrase, at) => {
      const one = make("button", { type: "button", class: "phrases__one" }, make("span", {}, phrase.text));
      one.prepend(make("kbd", { class: "withkeys" }, `Alt ${at + 1}`));
      one.addEventListener("click", () => this.put(phrase.text));
      const line = make("li", {}, one);
      if (phrase.mine) line.append(this.remover(phrase.text));
      return line;
    });
    this.panel.replaceChildren();
    if (text.length > 30) this.panel.append(make("p", { class: "phrases__whole" }, text));
    if (lines.length) this.panel.append(make("ul", { class: "phrases__list" }, ...lines));
    else if (!this.bank.texts.includes(cleaned(text)))
      this.panel.append(make("p", { class: "small soft" }, say("sheet_phrases_empty")));
    const acts = make("div", { class: "row phrases__acts" });
    const own = cleaned(text);
    if (own && own.length <= LONGEST_PHRASE && !this.bank.texts.includes(own)) acts.append(this.keeper(own));
    if (this.bank.canUndo) acts.append(this.button("sheet_phrases_undo", () => this.bank.undo()));
    // A dialog takes the focus without the field hearing of it: what was typed is written first.
    const all = this.button("sheet_phrases_mine", () => this.field?.blur());
    all.dataset["opens"] = "my-phrases";
    acts.append(all);
    this.panel.append(acts);
    if (this.bank.problem) this.panel.append(make("p", { class: "field__error" }, this.bank.problem));
    this.panel.hidden = false;
  }

  private put(phrase: string): void {
    const { field } = this;
    if (!field) return;
    field.value = this.fresh ? phrase : inserted(field.value, phrase);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  private keeper(text: string): HTMLElement {
    return this.button("sheet_phrase_keep", () => {
      if (!this.bank.change({ kind: "put", text })) this.panel.append(make("p", { class: "field__error" }, say("sheet_phrases_full")));
    });
  }

  private button(word: string, act: () => void): HTMLElement {
    const made = make("button", { type: "button", class: "plainbutton" }, say(word));
    made.addEventListener("click", act);
    return made;
  }

  private remover(text: string): HTMLElement {
    const label = say("sheet_phrase_remove", { text });
    const remove = make("button", { type: "button", class: "phrases__remove", "aria-label": label }, "×");
    remove.addEventListener("click", () => void this.bank.change({ kind: "drop", text }));
    return remove;
  }
}
