// The table of the sheet: one native input for every cell, drawn once and then brought up to date
// cell by cell.
import { say } from "../page";
import { make } from "./draw";
import { shownAverage } from "./marks";
import { openedBy } from "./opened";
import type { Range } from "./range";
import type { Sheet } from "./sheet";
import type { Column, Place, Row } from "./types";

export class Grid {
  readonly box: HTMLElement;
  /** The cell in which somebody types just now: its text is his until he leaves it. */
  busy: Place | null = null;
  private readonly sheet: Sheet;
  private readonly inputs: HTMLInputElement[][] = [];
  private readonly averages: HTMLElement[] = [];
  private readonly lines: HTMLTableRowElement[] = [];
  private heads: HTMLElement[] = [];
  private chosen: HTMLElement[] = [];
  private stop: HTMLInputElement | undefined;

  constructor(sheet: Sheet, box: HTMLElement) {
    this.sheet = sheet;
    this.box = box;
    box.prepend(this.table());
    this.show(null);
    sheet.listen((places) => this.show(places));
  }

  input({ row, column }: Place): HTMLInputElement {
    return this.inputs[row]![column]!;
  }

  placeOf(target: EventTarget | null): Place | null {
    if (!(target instanceof Element)) return null;
    const input = target.closest("td")?.querySelector("input");
    if (!input?.dataset["at"]) return null;
    const [row = 0, column = 0] = input.dataset["at"].split(" ").map(Number);
    return { row, column };
  }

  private table(): HTMLTableElement {
    const { book } = this.sheet;
    const { subject_name: subject, class: name, term } = book.data.sheet;
    const caption = make("caption", { class: "unseen" }, say("sheet_caption", { subject, name, term }));
    this.heads = book.columns.map((column) => this.head(column));
    const comment = make("th", { scope: "col", class: "sheet__commenthead" }, say("sheet_comment"));
    this.heads.push(comment);
    const average = make(
      "th",
      { scope: "col", title: say("sheet_average_title") },
      say("sheet_average"),
    );
    const corner = make("th", { scope: "col", class: "sheet__name" }, say("sheet_pupil"));
    const marks = book.columns.length > 0 ? [...this.heads.slice(0, -1), average] : [];
    const top = make("tr", {}, corner, ...marks, comment);
    const body = make("tbody", {}, ...book.rows.map((row, at) => this.line(row, at)));
    return make("table", { class: "sheet__table" }, caption, make("thead", {}, top), body);
  }

  private head(column: Column): HTMLElement {
    const label = make("span", { class: "sheet__label" }, column.label);
    const note = make("span", { class: "sheet__note" });
    return make("th", { scope: "col", class: `sheet__head--${column.kind}` }, label, note);
  }

  private line(row: Row, at: number): HTMLTableRowElement {
    const { book } = this.sheet;
    const name = make("th", { scope: "row", class: "sheet__name" });
    const words = make("span", { class: "sheet__pupil" }, row.name);
    if (row.note) words.append(make("small", {}, row.note));
    name.append(make("span", { class: "sheet__no", "aria-hidden": "true" }, String(at + 1)), words);
    const cells = Array.from({ length: book.width }, (_, column) => this.cell(row, at, column));
    const average = make("td", { class: "sheet__average" });
    this.averages.push(average);
    const marks = book.columns.length > 0 ? [...cells.slice(0, -1), average] : [];
    const line = make("tr", {}, name, ...marks, cells.at(-1)!);
    if (row.left) line.className = "sheet__gone";
    this.lines.push(line);
    return line;
  }

  private cell(row: Row, at: number, column: number): HTMLTableCellElement {
    const { book } = this.sheet;
    const isComment = book.isComment(column);
    const input = make("input", {
      "aria-label": `${book.labelOf(column)}, ${row.name}`,
      "data-at": `${at} ${column}`,
      autocomplete: "off",
      autocapitalize: isComment ? "sentences" : "off",
      spellcheck: "false",
      tabindex: "-1",
      enterkeyhint: "next",
      inputmode: isComment || book.byComments ? "text" : "decimal",
    });
    (this.inputs[at] ??= []).push(input);
    const kind = isComment ? "comment" : (book.columns[column]?.kind ?? "");
    return make("td", { class: `cell cell--${kind}` }, input);
  }

  private show(places: readonly Place[] | null): void {
    const { book } = this.sheet;
    if (places === null) this.showHeads();
    const all = places ?? book.rows.flatMap((_, row) => this.rowOf(row));
    for (const place of all) this.showCell(place);
    for (const row of new Set(all.map(({ row }) => row))) this.showAverage(row);
  }

  private rowOf(row: number): Place[] {
    return Array.from({ length: this.sheet.book.width }, (_, column) => ({ row, column }));
  }

  private showHeads(): void {
    const { book } = this.sheet;
    book.columns.forEach((column, at) => {
      const head = this.heads[at]!;
      const shut = column.locked || !column.open;
      head.title = [column.title, column.why].filter(Boolean).join(". ");
      head.classList.toggle("sheet__head--shut", shut);
      const [, month = "", day = ""] = column.closes.split("-");
      const until = column.closes ? say("sheet_until", { day: `${Number(day)}/${Number(month)}` }) : "";
      const note = head.querySelector<HTMLElement>(".sheet__note")!;
      note.textContent = column.locked ? say("sheet_locked") : column.open ? until : say("sheet_shut");
    });
  }

  private showCell(place: Place): void {
    const { book } = this.sheet;
    const cell = book.at(place);
    const input = this.input(place);
    const isBusy = this.busy?.row === place.row && this.busy.column === place.column;
    if (!isBusy && input.value !== cell.text) input.value = cell.text;
    const shut = !book.isOpen(place);
    if (input.readOnly !== shut) input.readOnly = shut;
    const box = input.parentElement!;
    const state = cell.state || (openedBy(book, place) ? "opened" : shut ? "shut" : "");
    if (box.dataset["state"] === state) return;
    if (state) {
      box.dataset["state"] = state;
      input.setAttribute("aria-describedby", `state-${state}`);
    } else {
      delete box.dataset["state"];
      input.removeAttribute("aria-describedby");
    }
    input.toggleAttribute("aria-invalid", false);
    if (state === "refused" || state === "conflict") input.setAttribute("aria-invalid", "true");
  }

  private showAverage(row: number): void {
    const { code, provisional } = this.sheet.book.average(row);
    const box = this.averages[row]!;
    const text = shownAverage(code);
    const note = provisional && text ? say("sheet_provisional") : "";
    if (box.firstChild?.textContent === text && box.title === note) return;
    box.title = note;
    box.classList.toggle("sheet__average--soon", note !== "");
    box.replaceChildren(make("span", {}, text));
    if (note) box.append(make("span", { class: "unseen" }, ` (${note})`));
  }

  /** The rows to be seen, in order. */
  get shown(): number[] {
    return this.lines.flatMap((line, at) => (line.hidden ? [] : [at]));
  }

  /** Shows only these rows; null shows all. */
  only(rows: ReadonlySet<number> | null): void {
    this.lines.forEach((line, at) => {
      line.hidden = rows !== null && !rows.has(at);
    });
  }

  /** Marks the chosen range, and the one cell that Tab leads to. */
  showRange({ top, bottom, left, right }: Range, at: Place): void {
    for (const box of this.chosen) box.classList.remove("cell--chosen");
    this.chosen = [];
    const many = top !== bottom || left !== right;
    for (let row = top; many && row <= bottom; row++) {
      if (this.lines[row]?.hidden) continue;
      for (let column = left; column <= right; column++) {
        this.chosen.push(this.input({ row, column }).parentElement!);
      }
    }
    for (const box of this.chosen) box.classList.add("cell--chosen");
    if (this.stop) this.stop.tabIndex = -1;
    this.stop = this.inputs[at.row]?.[at.column];
    if (this.stop) this.stop.tabIndex = 0;
  }
}
