// Where one is in the sheet and what is chosen; moving skips rows that the filter hides. Pure.
import type { Place } from "./types";

export interface Range {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export type Way = "up" | "down" | "left" | "right";

export class Cursor {
  place: Place = { row: 0, column: 0 };
  /** Where one types, and the corner from which a range is drawn out to `place`. */
  anchor: Place = { row: 0, column: 0 };
  /** The column in which tabbing began: Enter leads back to it. */
  private home: number | null = null;
  private readonly shown: () => readonly number[];
  private readonly width: () => number;

  /** `shown`: the numbers of the rows that are to be seen, in order. */
  constructor(shown: () => readonly number[], width: () => number) {
    this.shown = shown;
    this.width = width;
  }

  get range(): Range {
    const { place, anchor } = this;
    return {
      top: Math.min(place.row, anchor.row),
      bottom: Math.max(place.row, anchor.row),
      left: Math.min(place.column, anchor.column),
      right: Math.max(place.column, anchor.column),
    };
  }

  get isMany(): boolean {
    return this.place.row !== this.anchor.row || this.place.column !== this.anchor.column;
  }

  /** The rows of the range that are to be seen. */
  get rows(): number[] {
    const { top, bottom } = this.range;
    return this.shown().filter((row) => row >= top && row <= bottom);
  }

  get places(): Place[] {
    const { left, right } = this.range;
    const columns = Array.from({ length: right - left + 1 }, (_, at) => left + at);
    return this.rows.flatMap((row) => columns.map((column) => ({ row, column })));
  }

  /** Goes to a place; with `draw` the range is drawn out to it. */
  to(place: Place, draw = false): void {
    this.place = place;
    if (!draw) this.anchor = place;
    this.home = null;
  }

  /** Goes one step, or to the end with `far`; false at the edge. */
  go(way: Way, { draw = false, far = false } = {}): boolean {
    if (!draw) this.place = this.anchor;
    const next = this.step(way, far);
    const moved = next.row !== this.place.row || next.column !== this.place.column;
    this.to(next, draw);
    return moved;
  }

  private step(way: Way, far: boolean): Place {
    const { row, column } = this.place;
    const rows = this.shown();
    const last = this.width() - 1;
    if (way === "left") return { row, column: far ? 0 : Math.max(0, column - 1) };
    if (way === "right") return { row, column: far ? last : Math.min(last, column + 1) };
    if (rows.length === 0) return this.place;
    if (far) return { row: (way === "up" ? rows[0] : rows.at(-1)) ?? row, column };
    const next = way === "down" ? rows.find((one) => one > row) : rows.findLast((one) => one < row);
    return { row: next ?? row, column };
  }

  /** Tab: to the right and on, false at the end of the row, where Tab leaves the sheet. */
  tab(back: boolean): boolean {
    const home = this.home ?? this.anchor.column;
    const moved = this.go(back ? "left" : "right");
    this.home = moved ? home : null;
    return moved;
  }

  /** Enter: down, to where tabbing began. */
  enter(back: boolean): boolean {
    const column = this.home ?? this.anchor.column;
    const moved = this.go(back ? "up" : "down");
    if (moved) this.to({ row: this.place.row, column });
    return moved;
  }

  all(columnOnly: boolean): void {
    const rows = this.shown();
    const [left, right] = columnOnly
      ? [this.anchor.column, this.anchor.column]
      : [0, this.width() - 1];
    this.anchor = { row: rows[0] ?? 0, column: left };
    this.place = { row: rows.at(-1) ?? 0, column: right };
  }
}
