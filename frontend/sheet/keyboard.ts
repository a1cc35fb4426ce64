// The keys of the table, as a spreadsheet has them. Nothing is heard while an input method composes.
import { say } from "../page";
import { toast } from "../toast";
import type { Hand } from "./hand";
import type { Way } from "./range";
import type { Place } from "./types";

const WAYS: Readonly<Record<string, Way>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
};

export function listenToKeyboard(hand: Hand, box: HTMLElement): void {
  const keyboard = new Keyboard(hand);
  box.addEventListener("keydown", (event) => keyboard.key(event));
}

class Keyboard {
  private readonly hand: Hand;

  constructor(hand: Hand) {
    this.hand = hand;
  }

  key(event: KeyboardEvent): void {
    if (event.isComposing || this.hand.composing || event.keyCode === 229) return;
    if (!(event.target instanceof HTMLInputElement) || !this.hand.grid.placeOf(event.target)) return;
    const command = event.ctrlKey || event.metaKey;
    const taken = command && !event.altKey ? this.command(event) : !event.altKey && this.plain(event);
    if (taken) event.preventDefault();
  }

  private plain(event: KeyboardEvent): boolean {
    const { key, shiftKey: shift } = event;
    if (key in WAYS) return this.arrow(WAYS[key]!, shift);
    if (key === "Enter") return this.enter(shift);
    if (key === "Tab") return this.hand.leave(() => this.hand.cursor.tab(shift));
    if (key === "Escape") return this.escape();
    if (key === "F2") return this.hand.setCaret(), true;
    if (key === "+" && this.hand.mode === "ready" && this.hand.hint.offer) {
      return this.hand.takeOffer(this.hand.hint.place!), true;
    }
    if (this.hand.mode === "caret") return false;
    if (key === "Home" || key === "End") {
      return this.move(key === "Home" ? "left" : "right", { draw: shift, far: true });
    }
    if (key === "PageDown" || key === "PageUp") return this.page(key === "PageDown", shift);
    if (key === "Delete" && this.hand.mode === "ready") return this.hand.clear(), true;
    return false;
  }

  private command(event: KeyboardEvent): boolean {
    const key = event.key.toLowerCase();
    const { shiftKey: shift } = event;
    if (key === "z" && !shift && this.hand.mode === "ready") return this.again(this.hand.sheet.undo());
    if ((key === "y" || (key === "z" && shift)) && this.hand.mode === "ready") {
      return this.again(this.hand.sheet.redo());
    }
    if (key in WAYS || event.key in WAYS) {
      return this.hand.mode === "caret" ? false : this.move(WAYS[event.key]!, { draw: shift, far: true });
    }
    if (key === "home" || key === "end") {
      const [up, left]: [Way, Way] = key === "home" ? ["up", "left"] : ["down", "right"];
      this.hand.commit();
      this.hand.cursor.go(up, { draw: shift, far: true });
      return this.move(left, { draw: shift, far: true });
    }
    if (this.hand.mode === "caret") return false;
    if (key === "a") return this.chooseAll(), true;
    if (key === "d") return this.fillDown(), true;
    return false;
  }

  private arrow(way: Way, shift: boolean): boolean {
    const sideways = way === "left" || way === "right";
    if (this.hand.mode === "caret" && sideways) return false;
    return this.move(way, { draw: shift });
  }

  private move(way: Way, how: { draw?: boolean; far?: boolean }): boolean {
    return this.hand.leave(() => (this.hand.cursor.go(way, how), true));
  }

  private page(down: boolean, draw: boolean): boolean {
    const height = this.hand.input.offsetHeight || 1;
    const rows = Math.max(1, Math.floor(this.hand.grid.box.clientHeight / height) - 2);
    return this.hand.leave(() => {
      for (let step = 0; step < rows; step++) this.hand.cursor.go(down ? "down" : "up", { draw });
      return true;
    });
  }

  private enter(back: boolean): boolean {
    const { anchor } = this.hand.cursor;
    const here = this.hand.hint.place;
    const isHere = here?.row === anchor.row && here.column === anchor.column;
    if (this.hand.mode === "ready" && isHere && this.hand.hint.offer) this.hand.takeOffer(anchor);
    return this.hand.leave(() => (this.hand.cursor.enter(back), true));
  }

  private escape(): boolean {
    const { hint } = this.hand;
    const { anchor } = this.hand.cursor;
    if (this.hand.mode !== "ready") this.hand.restore();
    else if (hint.place && (hint.place.row !== anchor.row || hint.place.column !== anchor.column)) {
      this.hand.go(hint.place);
    } else if (this.hand.sheet.book.at(anchor).state === "refused") {
      this.hand.sheet.discard([anchor]);
      this.hand.arrive();
    } else this.hand.go(anchor);
    return true;
  }

  private again(places: readonly Place[]): boolean {
    const [first] = places;
    if (first) {
      this.hand.cursor.to(first);
      this.hand.arrive();
    } else toast({ text: say("sheet_nothing_to_undo") });
    return true;
  }

  /** The column, and when it is chosen already, the whole sheet. */
  private chooseAll(): void {
    const { top, bottom } = this.hand.cursor.range;
    const rows = this.hand.grid.shown;
    const isColumn = this.hand.cursor.isMany && top === rows[0] && bottom === rows.at(-1);
    this.hand.commit();
    const { anchor } = this.hand.cursor;
    this.hand.cursor.all(!isColumn);
    this.hand.showRange();
    if (anchor !== this.hand.cursor.anchor) this.hand.arrive();
  }

  private fillDown(): void {
    this.hand.commit();
    const { rows } = this.hand.cursor;
    const { left, right } = this.hand.cursor.range;
    const above = this.hand.grid.shown.findLast((row) => row < (rows[0] ?? 0));
    const from = rows.length > 1 ? rows[0] : above;
    const to = rows.length > 1 ? rows.slice(1) : rows;
    if (from === undefined || to[0] === undefined) return;
    const line: string[] = [];
    for (let column = left; column <= right; column++) {
      line.push(this.hand.sheet.book.at({ row: from, column }).text);
    }
    this.hand.acts.fill(to.map(() => line), { row: to[0], column: left });
  }
}
