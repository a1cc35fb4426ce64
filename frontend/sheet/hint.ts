// What is to be said about one cell, beside it: why it is locked, why a value was not taken, what was
// probably meant, whose value stands against mine.
import { say } from "../page";
import { button, make, moment } from "./draw";
import type { Grid } from "./grid";
import type { Sheet } from "./sheet";
import type { Place } from "./types";

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
    const why = here ? book.why(place) : "";
    return why ? [make("p", { class: "hint__why" }, say(why))] : [];
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
    const sentence = suggestion
      ? say("sheet_meant", { text, meant: suggestion })
      : kept.sentence || say(code, { text });
    return [make("p", { class: "hint__refusal" }, sentence), row];
  }

  /** Stands under the cell, or over it where there is no room; never over the frozen names. */
  private stand(place: Place): void {
    const cell = this.grid.input(place).parentElement!;
    const { box } = this.grid;
    const left = Math.max(cell.offsetLeft, box.scrollLeft + 8);
    const most = box.scrollLeft + box.clientWidth - this.box.offsetWidth - 8;
    this.box.style.left = `${Math.max(8, Math.min(left, most))}px`;
    const under = cell.offsetTop + cell.offsetHeight + 4;
    const bottom = box.scrollTop + box.clientHeight;
    const fits = under + this.box.offsetHeight <= bottom || cell.offsetTop < this.box.offsetHeight + 48;
    this.box.style.top = `${fits ? under : cell.offsetTop - this.box.offsetHeight - 4}px`;
  }
}
