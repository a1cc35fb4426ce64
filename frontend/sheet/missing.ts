// What is still missing in the open columns, and showing only the pupils of whom something is.
import { the } from "../desk";
import { say } from "../page";
import type { Book } from "./book";

const REST_MS = 150;

/** The rows in which something is missing, with how much. */
export function missing(book: Book): Map<number, number> {
  const found = new Map<number, number>();
  book.rows.forEach((_, row) => {
    const columns = Array.from({ length: book.width }, (_column, column) => column);
    const count = columns.filter((column) => book.isMissing({ row, column })).length;
    if (count > 0) found.set(row, count);
  });
  return found;
}

/** The counter and the box of the filter; `only` shows these rows, null all. */
export class Missing {
  private readonly book: Book;
  private readonly only: (rows: ReadonlySet<number> | null) => void;
  private clock = 0;
  private readonly box = the<HTMLInputElement>("missing-only");

  constructor(book: Book, only: (rows: ReadonlySet<number> | null) => void) {
    this.book = book;
    this.only = only;
    // The rows are chosen when the box is ticked: one that is filled stays in sight until then.
    this.box.addEventListener("change", () => this.apply());
  }

  apply(): void {
    this.only(this.box.checked ? new Set(missing(this.book).keys()) : null);
  }

  /** Counts when the hand rests: nobody reads the number between two keys. */
  count(): void {
    window.clearTimeout(this.clock);
    this.clock = window.setTimeout(() => this.show(), REST_MS);
  }

  private show(): void {
    const count = [...missing(this.book).values()].reduce((sum, one) => sum + one, 0);
    const text = count ? say("sheet_missing", { count }) : say("sheet_complete");
    if (the("missing-count").textContent !== text) the("missing-count").textContent = text;
  }
}
