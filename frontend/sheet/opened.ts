// Which cells a case of correction holds open, and which can only be changed by asking for one.
import type { Book } from "./book";
import { COMMENT_BIT, type OpenCell, type Place } from "./types";

/** A case asks for no more cells than this. */
const MOST_ASKED = 60;

export function isLocked(book: Book, { row, column }: Place): boolean {
  const bit = book.isComment(column) ? COMMENT_BIT : column;
  return (((book.rows[row]?.locked ?? 0) >> bit) & 1) === 1;
}

/**
 * The case that holds a cell open; null when none does, or the cell has locked since. Whether its time
 * is over is the server's to say: clocks in schools are often wrong.
 */
export function openedBy(book: Book, place: Place): OpenCell | null {
  if (book.data.cases.length === 0) return null;
  const pupil = book.rows[place.row]?.id;
  const key = book.columns[place.column]?.key;
  const found = book.data.cases.find((one) => one.pupil === pupil && one.column === key);
  return found && !isLocked(book, place) ? found : null;
}

/** Whether a cell is changed only by asking for a correction, and this person may ask. */
export function needsCase(book: Book, place: Place): boolean {
  const line = book.rows[place.row];
  const column = book.columns[place.column];
  if (!line || !column?.mine || line.note || line.left || !book.data.urls.ask) return false;
  if (openedBy(book, place) || book.why(place) === "") return false;
  return isLocked(book, place) || column.locked || line.marks[place.column] !== null;
}

/** Where a correction of these cells is asked for; those that need none are left out. */
export function askingFor(book: Book, places: readonly Place[]): string {
  const names = places
    .filter((place) => needsCase(book, place))
    .map(({ row, column }) => `${book.rows[row]!.id}.${book.columns[column]!.key}`);
  const { ask } = book.data.urls;
  return names.length ? `${ask}?o=${names.slice(0, MOST_ASKED).join(",")}` : ask;
}
