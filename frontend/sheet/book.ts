// What stands in the sheet: what the server says, and over it what was typed here and is not settled.
import { say } from "../page";
import { type Batch, type Cell, type Kept, nameOf, type Outcome, outcomeOf } from "./kept";
import { result, shown, typed } from "./marks";
import { isLocked, openedBy } from "./opened";
import {
  type Code,
  type Column,
  COMMENT,
  type Conflict,
  type Place,
  type Row,
  type SheetData,
  type Source,
  type Wish,
} from "./types";

/** What a set of wishes makes: cells to keep, cells that need not be kept any more. */
export interface Made {
  put: Kept[];
  drop: Kept[];
  places: Place[];
}

/** Whoever has just entered a mark puts a slip right without a reason; the server decides. */
const SLIP_MS = 9 * 60 * 1000;
const BLANK = /[\u0000-\u001f\u00a0\u202f ]+/g;

export class Book {
  readonly account: string;
  readonly sheet: string;
  data: SheetData;
  /** The reason given to changes of marks that stood; "" while none is given. */
  reason = "";
  private readonly pending = new Map<string, Kept>();
  private readonly savedAt = new Map<string, number>();
  private lines = new Map<string, number>();
  private lastAt = 0;

  constructor(account: string, data: SheetData) {
    this.account = account;
    const { class_id, subject, term } = data.sheet;
    this.sheet = `${class_id}/${subject}/${term}`;
    this.data = data;
    this.refresh(data);
  }

  get columns(): readonly Column[] {
    return this.data.columns;
  }

  get rows(): readonly Row[] {
    return this.data.rows;
  }

  /** The columns that are typed into; the last is the comment. */
  get width(): number {
    return this.columns.length + 1;
  }

  get byComments(): boolean {
    return this.data.sheet.assessed_by === "comments";
  }
  get kept(): Kept[] {
    return [...this.pending.values()];
  }

  get keys(): string[] {
    return this.columns.map(({ key }) => key);
  }

  isComment(column: number): boolean {
    return column === this.columns.length;
  }

  labelOf(column: number): string {
    return this.columns[column]?.label ?? say("sheet_comment");
  }

  /** Takes over what the server says now; what was typed here stays over it. */
  refresh(data: SheetData): void {
    this.data = data;
    this.lines = new Map(data.rows.map((row, at) => [row.id, at]));
  }

  /** Lays cells over the sheet that were kept earlier, or typed in another tab. */
  overlay(cells: readonly Kept[]): Place[] {
    for (const cell of cells) {
      this.pending.set(nameOf(cell), cell);
      this.lastAt = Math.max(this.lastAt, cell.at);
    }
    return this.placesOf(cells);
  }

  forget(cells: readonly Kept[]): Place[] {
    for (const cell of cells) this.pending.delete(nameOf(cell));
    return this.placesOf(cells);
  }

  placeOf(cell: { pupil: string; column: string }): Place | null {
    const row = this.lines.get(cell.pupil);
    const { length } = this.columns;
    const column = cell.column === COMMENT ? length : this.keys.indexOf(cell.column);
    return row === undefined || column < 0 ? null : { row, column };
  }

  private placesOf(cells: readonly { pupil: string; column: string }[]): Place[] {
    return cells.flatMap((cell) => this.placeOf(cell) ?? []);
  }

  at({ row, column }: Place): Cell {
    const kept = this.pending.get(this.name({ row, column })) ?? null;
    if (!kept) {
      const state = this.savedAt.has(this.name({ row, column })) ? "saved" : "";
      return { text: this.stands({ row, column }), state, kept };
    }
    const state = kept.state === "waiting" && kept.batch ? "sending" : kept.state;
    return { text: kept.text, state, kept };
  }

  /** The text that stands in a cell by the server's last word. */
  stands({ row, column }: Place): string {
    const line = this.rows[row];
    if (!line) return "";
    return this.isComment(column) ? line.comment : shown(line.marks[column] ?? null);
  }

  /** The number that counts now: what was typed, where it may be taken, else what stands. */
  code(place: Place): Code {
    const stands = this.rows[place.row]?.marks[place.column] ?? null;
    const kept = this.pending.get(this.name(place));
    if (!kept || kept.state === "refused") return stands;
    return typed(kept.text, stands, this.byComments).code;
  }

  /** The average now, and whether it is only what this page has computed. */
  average(row: number): { code: Code; provisional: boolean } {
    const places = this.columns.map((_, column) => ({ row, column }));
    if (!places.some((place) => this.pending.has(this.name(place)))) return { code: this.rows[row]?.average ?? null, provisional: false };
    const marks = places.map((place) => this.code(place));
    return { code: result(marks, this.columns, this.byComments), provisional: true };
  }

  /** Why nothing may be typed into a cell: a word of the page or a sentence; "" if it may. */
  why({ row, column }: Place): string {
    const line = this.rows[row];
    if (!line) return "sheet_outside";
    if (line.left) return line.note || "sheet_left";
    const opened = openedBy(this, { row, column });
    if (opened) return opened.mine ? "" : "sheet_opened_other";
    const locked = isLocked(this, { row, column });
    return this.shut(column) || (locked ? line.note || "sheet_cell_locked" : "");
  }

  /** Why nothing may be typed into a whole column; "" if it may. */
  shut(column: number): string {
    const { data } = this;
    if (data.closed || !data.may_edit) return data.closed || "sheet_reading_only";
    const head = this.isComment(column) ? data.comment : this.columns[column];
    if (!head) return "sheet_outside";
    return head.locked || !head.open ? head.why || "sheet_cell_locked" : "";
  }

  isOpen(place: Place): boolean {
    return this.why(place) === "";
  }

  /** Whether something is still to be typed here. */
  isMissing(place: Place): boolean {
    if (!this.isOpen(place)) return false;
    if (this.isComment(place.column)) {
      return this.data.comment.required === true && this.at(place).text === "";
    }
    const kept = this.pending.get(this.name(place));
    if (kept?.state === "refused") return true;
    return this.code(place) === null;
  }

  /** Writes wishes into the sheet; cells that are not open are left alone. */
  write(wishes: readonly Wish[], source: Source, now: number): Made {
    const made: Made = { put: [], drop: [], places: [] };
    for (const wish of wishes) {
      if (!this.isOpen(wish)) continue;
      const before = this.pending.get(this.name(wish));
      const after = this.wished(wish, source, now);
      made.places.push({ row: wish.row, column: wish.column });
      if (before && !before.batch && !after) made.drop.push(before);
      if (after) made.put.push(after);
    }
    this.forget(made.drop);
    this.overlay(made.put);
    return made;
  }

  /** What is kept of a wish; null when it says what stands there anyway. */
  private wished(wish: Wish, source: Source, now: number): Kept | null {
    const before = this.pending.get(this.name(wish));
    const stands = this.stands(wish);
    const text = wish.text.replace(BLANK, " ").trim();
    const line = this.rows[wish.row]!;
    const isComment = this.isComment(wish.column);
    const meant = isComment ? null : typed(text, line.marks[wish.column] ?? null, this.byComments);
    const plain = meant && !meant.problem ? shown(meant.code) : text;
    if (plain === stands && !before?.batch) return null;
    if (before && before.text === plain && before.state !== "conflict") return null;
    const version = isComment ? line.comment_version : (line.versions[wish.column] ?? 0);
    // What a case holds open has its reason already.
    const needsReason = !isComment && version > 0 && !this.isSlip(wish, now) && !openedBy(this, wish);
    const waits = needsReason && !this.reason ? "reason" : "waiting";
    this.lastAt = Math.max(now, this.lastAt + 1);
    return {
      account: this.account,
      sheet: this.sheet,
      pupil: line.id,
      column: this.columns[wish.column]?.key ?? COMMENT,
      text: plain,
      version,
      reason: needsReason ? this.reason : "",
      source,
      state: meant?.problem ? "refused" : waits,
      batch: "",
      code: meant?.problem ?? "",
      sentence: "",
      suggestion: meant?.suggestion ?? "",
      theirs: null,
      at: this.lastAt,
    };
  }

  private isSlip(place: Place, now: number): boolean {
    const saved = this.savedAt.get(this.name(place));
    return saved !== undefined && now - saved < SLIP_MS;
  }

  /** Gives a reason to the cells that wait for one. */
  giveReason(reason: string): Kept[] {
    this.reason = reason;
    if (!reason) return [];
    const waiting = this.kept.filter(({ state }) => state === "reason");
    const put = waiting.map((cell): Kept => ({ ...cell, reason, state: "waiting" }));
    this.overlay(put);
    return put;
  }

  /** Marks cells as sent, except those typed again since. */
  sending({ id, cells }: Batch): Place[] {
    for (const one of cells) {
      const cell = this.pending.get(nameOf(one));
      if (cell?.state === "waiting" && cell.text === one.text && !cell.batch) {
        this.pending.set(nameOf(one), { ...cell, batch: id });
      }
    }
    return this.placesOf(cells);
  }

  /** Takes over an answer: what stands now, and what became of the cells that were sent. */
  settle(batch: Batch, outcome: Outcome, now: number): Place[] {
    const answer = "answer" in outcome ? outcome.answer : null;
    const settled = outcomeOf(batch, outcome, this.keys);
    const touched: Place[] = [];
    for (const saved of answer?.rows ?? []) {
      const row = this.lines.get(saved.id);
      if (row === undefined) continue;
      Object.assign(this.data.rows[row]!, saved);
      touched.push(...Array.from({ length: this.width }, (_, column) => ({ row, column })));
    }
    for (const conflict of answer?.conflicts ?? []) this.adopt(conflict);
    for (const cell of this.kept) {
      const after = settled(cell);
      if (after === cell) continue;
      const place = this.placeOf(cell);
      if (place) touched.push(place);
      if (after) this.pending.set(nameOf(cell), after);
      else {
        this.pending.delete(nameOf(cell));
        this.savedAt.set(nameOf(cell), now);
      }
    }
    return touched;
  }

  /** What somebody else wrote stands there now, whatever this teacher decides. */
  private adopt(conflict: Conflict): void {
    const place = this.placeOf(conflict);
    const line = place && this.rows[place.row];
    if (!line) return;
    if (this.isComment(place.column)) {
      line.comment = String(conflict.theirs ?? "");
      line.comment_version = conflict.version;
    } else if (typeof conflict.theirs !== "string") {
      line.marks[place.column] = conflict.theirs;
      line.versions[place.column] = conflict.version;
    }
  }

  private name({ row, column }: Place): string {
    const pupil = this.rows[row]?.id ?? "";
    return nameOf({ pupil, column: this.columns[column]?.key ?? COMMENT });
  }
}
