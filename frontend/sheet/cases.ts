// From the sheet to a correction: asking for locked cells, and the cells that cases hold open.
import { the } from "../desk";
import { say } from "../page";
import { askingFor, openedBy } from "./opened";
import type { Book } from "./book";
import { button, make, moment } from "./draw";
import { shown } from "./marks";
import type { Sheet } from "./sheet";
import type { OpenCell, Place } from "./types";

/** What the server says of a cell that only a case can change. */
export const NEEDS_CASE: ReadonlySet<string> = new Set(["gradebook.cell_locked", "score.correction_closed"]);

/** What is said beside a cell that a case holds open, with the way to the case. */
export function openedWords(cell: OpenCell): Node[] {
  const values = {
    no: cell.no,
    name: cell.asker,
    until: moment(new Date(cell.until)),
    wanted: shown(cell.wanted) || say("sheet_blank"),
  };
  const words = say(cell.mine ? "sheet_opened_mine" : "sheet_opened_by", values);
  const link = make("a", { href: cell.url }, say("sheet_case", { no: cell.no }));
  return [make("p", { class: "hint__opened" }, words, " ", link)];
}

/** The way to ask for one cell, filled in. */
export function askLink(book: Book, place: Place): HTMLAnchorElement {
  return make("a", { class: "button", href: askingFor(book, [place]) }, say("sheet_ask"));
}

export interface CaseActs {
  go(place: Place): void;
  /** The cells that are chosen just now. */
  chosen(): readonly Place[];
}

/** The button that asks for what is chosen, and a line for each case that holds cells open. */
export class Cases {
  private readonly sheet: Sheet;
  private readonly acts: CaseActs;

  constructor(sheet: Sheet, acts: CaseActs) {
    this.sheet = sheet;
    this.acts = acts;
    const { ask } = sheet.book.data.urls;
    const opener = the<HTMLButtonElement>("ask-open");
    opener.hidden = !ask;
    // The press must not take the chosen cells away before they are read.
    opener.addEventListener("mousedown", (event) => event.preventDefault());
    opener.addEventListener("click", () => location.assign(askingFor(sheet.book, acts.chosen())));
    sheet.listen(() => this.show());
    this.show();
  }

  private show(): void {
    const { book } = this.sheet;
    const cases = new Map<number, { cell: OpenCell; places: Place[] }>();
    for (const cell of book.data.cases) {
      const place = book.placeOf(cell);
      if (!place || !openedBy(book, place)) continue;
      const found = cases.get(cell.no) ?? { cell, places: [] };
      found.places.push(place);
      cases.set(cell.no, found);
    }
    const box = the("sheet-cases");
    const said = [...cases].map(([no, { places }]) => `${no}:${places.length}`).join();
    if (box.dataset["said"] === said) return;
    box.dataset["said"] = said;
    box.replaceChildren(...[...cases.values()].map(({ cell, places }) => this.line(cell, places)));
  }

  private line(cell: OpenCell, places: readonly Place[]): HTMLElement {
    const values = {
      no: cell.no,
      count: places.length,
      name: cell.asker,
      until: moment(new Date(cell.until)),
    };
    const link = make("a", { href: cell.url }, say("sheet_case", { no: cell.no }));
    const see = button(say("sheet_see_cell"), "", () => this.acts.go(places[0]!));
    const words = make("p", {}, say("sheet_case_open", values), " ", link);
    return make("div", { class: "sheet__bar" }, words, see);
  }
}
