// What is to be said about one cell, beside it: why it is locked, why a value was not taken, what was
// probably meant, whose value stands against mine.
import { say } from "../page";
import { askLink, NEEDS_CASE, openedWords } from "./cases";
import { button, make, moment } from "./draw";
import { needsCase, openedBy } from "./opened";
import type { Grid } from "./grid";
import type { Sheet } from "./sheet";
import type { Place } from "./types";

const GAP = 6;

export interface HintActs {
  /** Takes what was probably meant. */
  take(place: Place): void;
  /** Types anew. */
  anew(place: Place): void;
  /** Gives the value up. */
  drop(place: Place): void;
  /** Opens the list of conflicts. */
  decide(): void;
}

export class Hint {
  /** The place that is spoken of; null while nothing is said. */
  place: Place | null = null;
  private readonly sheet: Sheet;
  private readonly grid: Grid;
  private readonly acts: HintActs;
  private readonly box = make("div", { class: "hint", id: "sheet-hint", role: "status" });

  constructor(sheet: Sheet, grid: Grid, acts: HintActs) {
    this.sheet = sheet;
    this.grid = grid;
    this.acts = acts;
    this.box.hidden = true;
    grid.box.append(this.box);
  }

  /** The value that is offered where the hint stands; "" when none is. */
  get offer(): string {
    if (!this.place || this.box.hidden) return "";
    const { state, kept } = this.sheet.book.at(this.place);
    return state === "refused" ? (kept?.suggestion ?? "") : "";
  }

  /** Says what is to be said about a place; `here`: the person is in that cell. */
  show(place: Place, here: boolean): boolean {
    const said = this.words(place, here);
    if (said.length === 0) {
      this.hide();
      return false;
    }
    this.place = place;
    this.box.replaceChildren(...said);
    this.box.hidden = false;
    this.stand(place);
    return true;
  }

  hide(): void {
    this.place = null;
    this.box.hidden = true;
    this.box.replaceChildren();
  }

  private words(place: Place, here: boolean): (Node | string)[] {
    const { book } = this.sheet;
    const { state, kept } = book.at(place);
    const name = book.rows[place.row]?.name ?? "";
    const whose = here ? [] : [make("p", { class: "hint__whose" }, `${name}, ${book.labelOf(place.column)}`)];
    if (state === "conflict" && kept?.theirs) {
      const { by, text, at } = kept.theirs;
      const sentence = say("sheet_conflict_cell", {
        name: by,
        theirs: text || say("sheet_blank"),
        mine: kept.text || say("sheet_blank"),
        time: moment(new Date(at)),
      });
      const decide = button(say("sheet_decide"), "button--quiet", () => this.acts.decide());
      return [...whose, make("p", {}, sentence), decide];
    }
    if (state === "refused" && kept) return [...whose, ...this.refusal(place, here)];
    if (state === "reason") return here ? [make("p", {}, say("sheet_reason_cell"))] : [];
    return here ? this.standing(place) : [];
  }

  /** What is to be said of a cell in which nothing is typed: held open by a case, or shut. */
  private standing(place: Place): Node[] {
    const { book } = this.sheet;
    const opened = openedBy(book, place);
    if (opened) return openedWords(opened);
    const why = book.why(place);
    if (!why) return [];
    const words: Node[] = [make("p", { class: "hint__why" }, say(why))];
    if (needsCase(book, place)) words.push(askLink(book, place));
    return words;
  }

  private refusal(place: Place, here: boolean): Node[] {
    const { kept } = this.sheet.book.at(place);
    if (!kept) return [];
    const { text, suggestion, code } = kept;
    const row = make("div", { class: "hint__acts" });
    const key = (cap: string, label: string, kind: string, run: () => void): void => {
      const made = button("", kind, run);
      made.append(make("kbd", {}, cap), label);
      row.append(made);
    };
    if (suggestion) {
      key(here ? "Enter" : "+", say("sheet_take", { text: suggestion }), "button--yes", () =>
        this.acts.take(place),
      );
    }
    key("Esc", say("sheet_anew"), "button--quiet", () => this.acts.anew(place));
    row.append(button(say("sheet_drop"), "button--quiet", () => this.acts.drop(place)));
    if (NEEDS_CASE.has(code)) row.append(askLink(this.sheet.book, place));
    const sentence = suggestion
      ? say("sheet_meant", { text, meant: suggestion })
      : kept.sentence || say(code, { text });
    return [make("p", { class: "hint__refusal" }, sentence), row];
  }

  /** Stands beside the cell, so that neither it nor the ones under it are hidden from who types on. */
  private stand(place: Place): void {
    const cell = this.grid.input(place).parentElement!;
    const { box } = this.grid;
    const right = cell.offsetLeft + cell.offsetWidth + GAP;
    const fits = right + this.box.offsetWidth <= box.scrollLeft + box.clientWidth;
    const left = fits ? right : cell.offsetLeft - this.box.offsetWidth - GAP;
    this.box.style.left = `${Math.max(box.scrollLeft + GAP, left)}px`;
    const most = box.scrollTop + box.clientHeight - this.box.offsetHeight - GAP;
    this.box.style.top = `${Math.max(GAP, Math.min(cell.offsetTop, most))}px`;
  }
}
