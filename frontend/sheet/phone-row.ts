// One pupil's line on a phone.
import { say } from "../page";
import { askLink, NEEDS_CASE, openedWords } from "./cases";
import { button, make } from "./draw";
import { openedBy } from "./opened";
import type { Sheet } from "./sheet";
import type { Place, Row } from "./types";

export interface RowActs {
  /** Takes what was probably meant. */
  take(): void;
  /** Gives the value up. */
  drop(): void;
  /** Opens the list of conflicts. */
  decide(): void;
}

export class PhoneRow {
  readonly box: HTMLLIElement;
  readonly field: HTMLInputElement | HTMLTextAreaElement;
  /** Somebody types here just now. */
  busy = false;
  private readonly sheet: Sheet;
  private readonly place: Place;
  private readonly acts: RowActs;
  private readonly said: HTMLElement;
  private readonly note: string;

  constructor(sheet: Sheet, row: Row, place: Place, pad: boolean, acts: RowActs) {
    this.sheet = sheet;
    this.place = place;
    this.acts = acts;
    this.note = row.note;
    const { book } = sheet;
    const id = `phone-${place.row}`;
    const isComment = book.isComment(place.column);
    const common = { id, autocomplete: "off", "aria-describedby": `${id}-said` };
    this.field = isComment
      ? make("textarea", { ...common, rows: "2", enterkeyhint: "next" })
      : make("input", {
          ...common,
          inputmode: pad ? "none" : book.byComments ? "text" : "decimal",
          enterkeyhint: "next",
        });
    const label = make("label", { for: id, class: "phone__name" });
    label.append(make("span", { class: "unseen" }, `${book.labelOf(place.column)}, `), row.name);
    if (row.note) label.append(make("small", {}, row.note));
    this.said = make("div", { class: "phone__said", id: `${id}-said` });
    const kind = isComment ? "phone__row phone__row--comment" : "phone__row";
    const no = make("span", { class: "sheet__no", "aria-hidden": "true" }, String(place.row + 1));
    this.box = make("li", { class: kind }, no, label, this.field, this.said);
    this.show();
  }

  show(): void {
    const { book } = this.sheet;
    const { text, state, kept } = book.at(this.place);
    const why = book.why(this.place);
    if (!this.busy && this.field.value !== text) this.field.value = text;
    this.field.readOnly = why !== "";
    const opened = openedBy(book, this.place);
    const shown = state || (opened ? "opened" : why ? "shut" : "");
    this.box.dataset["state"] = shown;
    this.field.removeAttribute("aria-invalid");
    if (state === "refused" || state === "conflict") this.field.setAttribute("aria-invalid", "true");
    const words: (Node | string)[] = [];
    if (state === "refused" && kept) {
      const meant = kept.suggestion;
      const sentence = kept.sentence || say(kept.code, { text: kept.text });
      words.push(make("p", {}, meant ? say("sheet_meant", { text: kept.text, meant }) : sentence));
      const take = say("sheet_take", { text: meant });
      if (meant) words.push(button(take, "button--yes", () => this.acts.take()));
      words.push(button(say("sheet_drop"), "button--quiet", () => this.acts.drop()));
      if (NEEDS_CASE.has(kept.code)) words.push(askLink(book, this.place));
    } else if (state === "conflict") {
      words.push(button(say("sheet_decide"), "", () => this.acts.decide()));
    } else if (opened && !state) {
      words.push(...openedWords(opened));
    } else if (why && why !== this.note && why !== book.shut(this.place.column)) {
      words.push(make("p", { class: "small" }, say(why)));
    }
    if (words.length === 0 && shown) {
      // The sign in the corner says it to the eye; a line would make the list jump.
      const kind = shown === "reason" ? "small" : "unseen";
      words.push(make("p", { class: kind }, say(`sheet_state_${shown}`)));
    }
    this.said.replaceChildren(...words);
  }
}
