// Two people on one cell: both values and both names are shown, the teacher decides cell by cell.
import { say } from "../page";
import { the } from "../desk";
import { button, make, moment } from "./draw";
import type { Kept } from "./kept";
import type { Sheet } from "./sheet";

export class Conflicts {
  private readonly sheet: Sheet;
  private readonly dialog = the<HTMLDialogElement>("conflicts");

  constructor(sheet: Sheet) {
    this.sheet = sheet;
    sheet.listen(() => {
      if (this.dialog.open) this.show();
    });
  }

  open(): void {
    this.show();
    if (!this.dialog.open) this.dialog.showModal();
  }

  private show(): void {
    const found = this.sheet.book.kept.filter(({ state }) => state === "conflict");
    if (found.length === 0) this.dialog.close();
    else the("conflict-list").replaceChildren(...found.map((cell) => this.entry(cell)));
  }

  private entry(cell: Kept): HTMLElement {
    const { book } = this.sheet;
    const { theirs } = cell;
    const place = book.placeOf(cell);
    const column = place ? book.labelOf(place.column) : "";
    const name = place ? (book.rows[place.row]?.name ?? "") : "";
    const by = theirs?.by || say("sheet_somebody");
    const time = theirs ? moment(new Date(theirs.at)) : "";
    const blank = say("sheet_blank");
    const mine = this.value(say("sheet_mine"), cell.text || blank);
    const other = this.value(say("sheet_theirs", { name: by, time }), theirs?.text || blank);
    const keep = button(say("sheet_keep_mine"), "", () => this.keep(cell));
    const take = button(say("sheet_take_theirs", { name: by }), "", () => {
      if (place) this.sheet.discard([place]);
    });
    return make(
      "li",
      { class: "conflict" },
      make("h3", {}, `${name}, ${column}`),
      make("div", { class: "conflict__values" }, mine, other),
      make("div", { class: "row" }, keep, take),
    );
  }

  private value(label: string, text: string): HTMLElement {
    return make("p", {}, make("span", { class: "small soft" }, label), make("strong", {}, text));
  }

  /** A mark that stands is changed only with a reason. */
  private keep(cell: Kept): void {
    const field = the<HTMLInputElement>("conflict-reason");
    const reason = field.value.trim() || this.sheet.book.reason;
    const isComment = cell.column === "comment";
    const problem = the("conflict-problem");
    problem.textContent = reason || isComment ? "" : say("sheet_reason_needed");
    field.toggleAttribute("aria-invalid", problem.textContent !== "");
    if (problem.textContent) field.focus();
    else this.sheet.keepMine(cell, isComment ? "" : reason);
  }
}
