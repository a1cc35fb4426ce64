// Blocks of cells that come from a spreadsheet or go to one, and what taking one in would do. Pure.
import type { Book } from "./book";
import { typed } from "./marks";
import type { Place, Wish } from "./types";

export type Block = string[][];

/** What a pasted or filled block would do, before anything is done. */
export interface Plan {
  /** What would be written. */
  wishes: Wish[];
  /** Cells in which a mark stands that would be changed. */
  overwritten: Wish[];
  /** Values that cannot be taken as they are; they would stand in red. */
  refused: (Wish & { problem: string; suggestion: string })[];
  /** Cells that may not be written, by the reason. */
  closed: Map<string, Place[]>;
  /** How many rows and columns lie beyond the sheet. */
  rowsBeyond: number;
  columnsBeyond: number;
  /** How many cells say what stands there anyway. */
  same: number;
}

/** Reads what a spreadsheet puts on the clipboard: tabs and lines, quotes around cells with either. */
export function readBlock(text: string): Block {
  const block: Block = [[]];
  let cell = "";
  let quoted = false;
  const end = (): void => {
    block.at(-1)?.push(cell);
    cell = "";
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === "\t") end();
    else if (sign === "\n" || sign === "\r") {
      if (sign === "\r" && text[at + 1] === "\n") at += 1;
      end();
      block.push([]);
    } else cell += sign;
  }
  end();
  return trimmed(block);
}

/** Reads the first table of HTML, for sources that put no plain text beside it. */
export function readTable(html: string): Block {
  const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
  const rows = [...(table?.querySelectorAll("tr") ?? [])];
  const text = (cell: Element): string => (cell.textContent ?? "").replace(/\s+/g, " ").trim();
  return trimmed(rows.map((row) => [...row.querySelectorAll("td, th")].map(text)));
}

/** Without the empty line that a spreadsheet writes after the last one. */
function trimmed(block: Block): Block {
  const last = block.at(-1);
  if (block.length > 1 && last?.every((cell) => cell === "") && last.length <= 1) {
    return block.slice(0, -1);
  }
  return block;
}

/** Writes a block as a spreadsheet reads it. */
export function writeBlock(block: Block): string {
  const plain = (cell: string): string =>
    /["\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  return block.map((row) => row.map(plain).join("\t")).join("\r\n");
}

/** Repeats a block over a chosen range, as a spreadsheet does when the range is larger. */
export function repeated(block: Block, height: number, width: number): Block {
  const wide = block[0]?.length ?? 0;
  const fits = block.length > 0 && wide > 0 && height % block.length === 0 && width % wide === 0;
  if (!fits || (height <= block.length && width <= wide)) return block;
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => block[row % block.length]![column % wide] ?? ""),
  );
}

/** Says what writing a block from a place on would do; `rows`: the rows that are to be seen. */
export function plan(book: Book, block: Block, at: Place, rows: readonly number[]): Plan {
  const lines = rows.filter((row) => row >= at.row);
  const wide = Math.max(0, ...block.map((row) => row.length));
  const made: Plan = {
    wishes: [],
    overwritten: [],
    refused: [],
    closed: new Map(),
    rowsBeyond: Math.max(0, block.length - lines.length),
    columnsBeyond: Math.max(0, at.column + wide - book.width),
    same: 0,
  };
  block.slice(0, lines.length).forEach((texts, down) => {
    texts.slice(0, book.width - at.column).forEach((text, right) => {
      weigh(book, { row: lines[down]!, column: at.column + right, text: text.trim() }, made);
    });
  });
  return made;
}

function weigh(book: Book, wish: Wish, made: Plan): void {
  const before = book.at(wish).text;
  if (wish.text === before) {
    made.same += 1;
    return;
  }
  const why = book.why(wish);
  if (why) {
    // An empty cell over a locked one loses nothing and is no reason to stop.
    if (wish.text !== "") made.closed.set(why, [...(made.closed.get(why) ?? []), wish]);
    return;
  }
  if (!book.isComment(wish.column)) {
    const stands = book.rows[wish.row]?.marks[wish.column] ?? null;
    const { problem, suggestion, code } = typed(wish.text, stands, book.byComments);
    if (problem) made.refused.push({ ...wish, problem, suggestion });
    else if (code === book.code(wish) && book.at(wish).state !== "refused") {
      made.same += 1;
      return;
    }
  }
  if (before !== "") made.overwritten.push(wish);
  made.wishes.push(wish);
}

/** Whether a plan can be carried out without asking. */
export function fits(made: Plan): boolean {
  const trouble =
    made.rowsBeyond + made.columnsBeyond + made.refused.length + made.overwritten.length;
  return trouble === 0 && made.closed.size === 0;
}

/** The wishes of a plan; with `taking` what was probably meant is written for what was not. */
export function wishesOf(made: Plan, taking: boolean): Wish[] {
  if (!taking) return made.wishes;
  return made.wishes.map((wish) => {
    const meant = made.refused.find((one) => one.row === wish.row && one.column === wish.column);
    return meant?.suggestion ? { ...wish, text: meant.suggestion } : wish;
  });
}
