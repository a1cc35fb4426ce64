// Typing in the table, as in a spreadsheet: what one types writes over the cell, Enter goes down,
// Tab to the right. Everything waits while an input method composes.
import type { Grid } from "./grid";
import { Hint, type HintActs } from "./hint";
import { listenToKeyboard } from "./keyboard";
import { typed } from "./marks";
import { plan, writeBlock } from "./paste";
import { Cursor } from "./range";
import type { Sheet } from "./sheet";
import type { Place } from "./types";

/** Ready: the next key writes over the cell. Typing: arrows leave. Caret: arrows move in the text. */
type Mode = "ready" | "typing" | "caret";

const REST_MS = 700;

export interface HandActs {
  decide(): void;
  /** Writes a block from a place on, after asking where it does not fit. */
  fill(block: string[][], at: Place): void;
}

export class Hand {
  readonly cursor: Cursor;
  readonly hint: Hint;
  mode: Mode = "ready";
  readonly sheet: Sheet;
  readonly grid: Grid;
  readonly acts: HandActs;
  composing = false;
  private arriving = false;
  private began = "";
  private rest = 0;

  constructor(sheet: Sheet, grid: Grid, acts: HandActs) {
    this.sheet = sheet;
    this.grid = grid;
    this.acts = acts;
    this.cursor = new Cursor(
      () => grid.shown,
      () => sheet.book.width,
    );
    const hints: HintActs = {
      take: (place) => this.takeOffer(place),
      anew: (place) => this.go(place),
      drop: (place) => {
        sheet.discard([place]);
        this.go(place);
      },
      decide: () => acts.decide(),
    };
    this.hint = new Hint(sheet, grid, hints);
    this.listen(grid.box);
    this.showRange();
  }

  private listen(box: HTMLElement): void {
    listenToKeyboard(this, box);
    box.addEventListener("focusin", (event) => this.came(event));
    box.addEventListener("focusout", () => this.left());
    box.addEventListener("input", () => this.typedInto());
    box.addEventListener("compositionstart", () => {
      this.composing = true;
    });
    box.addEventListener("compositionend", () => {
      this.composing = false;
      this.typedInto();
    });
    box.addEventListener("dblclick", (event) => {
      if (this.grid.placeOf(event.target)) this.setCaret();
    });
    // A closed lid or a switched tab is the last that a page hears.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.commit();
    });
    window.addEventListener("pagehide", () => this.commit());
  }

  get input(): HTMLInputElement {
    return this.grid.input(this.cursor.anchor);
  }

  /** Goes to a place and chooses its text. */
  go(place: Place, draw = false): void {
    this.commit();
    this.cursor.to(place, draw);
    this.arrive();
  }

  /** After a move: the focus follows, the range is shown, and what is to be said is said. */
  arrive(saidBefore = false): void {
    const input = this.input;
    this.arriving = true;
    input.focus({ preventScroll: true });
    this.arriving = false;
    this.mode = "ready";
    this.began = input.value;
    input.select();
    this.showRange();
    const seen = this.grid.input(this.cursor.place);
    seen.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (!saidBefore) this.hint.show(this.cursor.anchor, true);
  }

  showRange(): void {
    this.grid.showRange(this.cursor.range, this.cursor.anchor);
    this.grid.box.dispatchEvent(new Event("range"));
  }

  private came(event: FocusEvent): void {
    const place = this.grid.placeOf(event.target);
    if (!place || this.arriving) return;
    const { anchor } = this.cursor;
    if (place.row === anchor.row && place.column === anchor.column) {
      if (this.mode === "ready") this.began = this.input.value;
      this.hint.show(place, true);
      return;
    }
    this.cursor.to(place);
    this.arrive();
  }

  private left(): void {
    this.commit();
    this.mode = "ready";
  }

  private typedInto(): void {
    if (this.composing) return;
    if (this.mode === "ready") {
      this.mode = "typing";
      this.collapse();
    }
    this.hint.hide();
    this.grid.busy = this.cursor.anchor;
    window.clearTimeout(this.rest);
    this.rest = window.setTimeout(() => this.restCommit(), REST_MS);
  }

  /** The keys rest: what may be taken is taken, so that nothing typed waits for the next key. */
  private restCommit(): void {
    const place = this.cursor.anchor;
    const text = this.input.value;
    if (this.composing || !this.sheet.book.isOpen(place)) return;
    const stands = this.sheet.book.rows[place.row]?.marks[place.column] ?? null;
    const isComment = this.sheet.book.isComment(place.column);
    if (!isComment && (text === "" || typed(text, stands, this.sheet.book.byComments).problem)) return;
    this.sheet.write([{ ...place, text }], "page", false);
  }

  /** Writes what stands in the cell that one is in. */
  commit(): void {
    window.clearTimeout(this.rest);
    if (this.mode === "ready" || this.composing) return;
    const place = this.cursor.anchor;
    const text = this.input.value;
    this.grid.busy = null;
    this.mode = "ready";
    this.sheet.write([{ ...place, text }], "page", false);
    const after = this.sheet.book.at(place).text;
    this.input.value = after;
    this.sheet.history.add([{ ...place, before: this.began, after }]);
    this.began = after;
  }

  /** Forgets what was typed since the cell was come to. */
  restore(): void {
    window.clearTimeout(this.rest);
    const place = this.cursor.anchor;
    this.grid.busy = null;
    this.mode = "ready";
    if (this.sheet.book.at(place).text !== this.began) {
      this.sheet.write([{ ...place, text: this.began }], "page", false);
    }
    this.input.value = this.sheet.book.at(place).text;
    this.input.select();
  }

  /** One types into one cell; where tabbing began is not forgotten. */
  private collapse(): void {
    if (!this.cursor.isMany) return;
    this.cursor.to(this.cursor.anchor);
    this.showRange();
  }

  setCaret(): void {
    if (this.input.readOnly) return;
    this.mode = "caret";
    this.grid.busy = this.cursor.anchor;
    this.collapse();
    const end = this.input.value.length;
    this.input.setSelectionRange(end, end);
  }

  /**
   * Writes, moves, and speaks of the cell that was left when its value was not taken. The move is
   * made all the same: whoever types from a list without looking must not get out of step.
   */
  leave(moving: () => boolean): boolean {
    const before = this.cursor.anchor;
    const wrote = this.mode !== "ready";
    this.commit();
    if (!moving()) return false;
    const refused = wrote && this.sheet.book.at(before).state === "refused";
    const stayed = before.row === this.cursor.anchor.row && before.column === this.cursor.anchor.column;
    const said = refused && !stayed && this.hint.show(before, false);
    this.arrive(said);
    return true;
  }

  /** Takes what was probably meant; the person stays where he is. */
  takeOffer(place: Place): void {
    const meant = this.sheet.book.at(place).kept?.suggestion;
    this.hint.hide();
    if (meant) this.sheet.write([{ ...place, text: meant }], "page");
    this.arrive();
  }

  /** Empties the chosen cells. */
  clear(): void {
    const places = this.cursor.places.filter((place) => this.sheet.book.isOpen(place));
    this.sheet.write(places.map((place) => ({ ...place, text: "" })), "page");
    this.began = this.input.value;
    this.hint.show(this.cursor.anchor, true);
  }

  /** The chosen cells as a spreadsheet reads them. */
  get block(): string[][] {
    const { left, right } = this.cursor.range;
    return this.cursor.rows.map((row) => {
      const line: string[] = [];
      for (let column = left; column <= right; column++) {
        line.push(this.sheet.book.at({ row, column }).text);
      }
      return line;
    });
  }

  get copied(): string {
    return writeBlock(this.block);
  }

  /** What a block would do from where one is. */
  planned(block: string[][], at: Place): ReturnType<typeof plan> {
    return plan(this.sheet.book, block, at, this.grid.shown);
  }
}
