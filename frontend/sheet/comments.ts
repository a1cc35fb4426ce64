// The panel under a comment that is being written: phrases to put in, by a press or Alt and a digit,
// and keeping the text as a phrase of one's own.
import { say } from "../page";
import { make } from "./draw";
import { inserted, Phrases } from "./phrases";
import type { Sheet } from "./sheet";

type Field = HTMLInputElement | HTMLTextAreaElement;

export class Comments {
  readonly panel = make("div", { class: "phrases" });
  private readonly sheet: Sheet;
  private readonly phrases: Phrases;
  private field: Field | null = null;
  private fresh = true;

  constructor(sheet: Sheet) {
    this.sheet = sheet;
    this.phrases = new Phrases(sheet.book.account, sheet.book.data.sheet.subject);
    this.panel.hidden = true;
    // The field keeps the focus while a phrase is pressed.
    this.panel.addEventListener("mousedown", (event) => event.preventDefault());
  }

  /** Offers phrases for a field that has just been come to. */
  open(field: Field): void {
    this.field = field;
    this.fresh = true;
    this.show();
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
    else this.panel.append(make("p", { class: "small soft" }, say("sheet_phrases_empty")));
    if (text && !this.phrases.has(text)) this.panel.append(this.keeper(text));
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
    const keep = make("button", { type: "button", class: "plainbutton" }, say("sheet_phrase_keep"));
    keep.addEventListener("click", () => {
      this.phrases.add(text);
      this.show();
    });
    return keep;
  }

  private remover(text: string): HTMLElement {
    const label = say("sheet_phrase_remove", { text });
    const remove = make("button", { type: "button", class: "phrases__remove", "aria-label": label }, "×");
    remove.addEventListener("click", () => {
      this.phrases.remove(text);
      this.show();
    });
    return remove;
  }
}
