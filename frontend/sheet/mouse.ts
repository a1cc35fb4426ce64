// The mouse in the table: choosing a range by drawing it, and filling by the small square at its
// corner. Fingers and pens scroll and tap as everywhere.
import { make } from "./draw";
import type { Grid } from "./grid";
import type { Hand } from "./hand";
import type { Range } from "./range";
import type { Place } from "./types";

export function listenToMouse(grid: Grid, hand: Hand): void {
  const handle = make("div", { class: "sheet__handle", "aria-hidden": "true" });
  grid.box.append(handle);
  new Drawing(grid, hand);
  new Filling(grid, hand, handle);
}

class Drawing {
  private readonly grid: Grid;
  private readonly hand: Hand;
  private drawing = false;

  constructor(grid: Grid, hand: Hand) {
    this.grid = grid;
    this.hand = hand;
    grid.box.addEventListener("mousedown", (event) => this.down(event));
    grid.box.addEventListener("mouseover", (event) => this.over(event));
    window.addEventListener("mouseup", () => {
      this.drawing = false;
    });
  }

  private down(event: MouseEvent): void {
    const place = this.grid.placeOf(event.target);
    if (!place || event.button !== 0) return;
    const { anchor } = this.hand.cursor;
    const isHere = anchor.row === place.row && anchor.column === place.column;
    if (isHere && this.hand.mode !== "ready") return;
    if (event.detail > 1) return;
    event.preventDefault();
    this.drawing = true;
    this.hand.go(place, event.shiftKey);
  }

  private over(event: MouseEvent): void {
    if (!this.drawing || event.buttons !== 1) return;
    const place = this.grid.placeOf(event.target);
    if (!place) return;
    this.hand.cursor.to(place, true);
    this.hand.showRange();
  }
}

class Filling {
  private readonly grid: Grid;
  private readonly hand: Hand;
  private readonly handle: HTMLElement;
  private from: Range | null = null;
  private to: Place | null = null;

  constructor(grid: Grid, hand: Hand, handle: HTMLElement) {
    this.grid = grid;
    this.hand = hand;
    this.handle = handle;
    grid.box.addEventListener("range", () => this.stand());
    handle.addEventListener("mousedown", (event) => {
      event.preventDefault();
      event.stopPropagation();
      hand.commit();
      this.from = hand.cursor.range;
    });
    grid.box.addEventListener("mouseover", (event) => this.over(event));
    window.addEventListener("mouseup", () => this.up());
  }

  private stand(): void {
    const { bottom, right } = this.hand.cursor.range;
    const cell = this.grid.input({ row: bottom, column: right }).parentElement!;
    this.handle.style.left = `${cell.offsetLeft + cell.offsetWidth}px`;
    this.handle.style.top = `${cell.offsetTop + cell.offsetHeight}px`;
  }

  private over(event: MouseEvent): void {
    const place = this.from && this.grid.placeOf(event.target);
    if (!this.from || !place) return;
    const { top, left, bottom, right } = this.from;
    // One way at a time: down, unless the mouse is beside the range.
    const down = place.row > bottom;
    this.to = down ? { row: place.row, column: right } : { row: bottom, column: Math.max(right, place.column) };
    this.hand.cursor.to({ row: top, column: left });
    this.hand.cursor.to(this.to, true);
    this.hand.showRange();
  }

  private up(): void {
    const { from, to } = this;
    this.from = this.to = null;
    if (!from || !to) return;
    const { cursor } = this.hand;
    cursor.to({ row: from.top, column: from.left });
    cursor.to({ row: from.bottom, column: from.right }, true);
    const block = this.hand.block;
    const height = cursor.rows.length;
    cursor.to(to, true);
    const wide = to.column - from.left + 1;
    const tall = cursor.rows.length;
    if (tall <= height && wide <= from.right - from.left + 1) return;
    const width = from.right - from.left + 1;
    const whole = Array.from({ length: tall }, (_, row) =>
      Array.from({ length: wide }, (_cell, column) => block[row % height]![column % width]!),
    );
    this.hand.acts.fill(whole, { row: from.top, column: from.left });
  }
}
