// The gradebook's sheet: a class, a subject, a term.
import "../styles/sheet.css";
import { dataOf } from "../data";
import { the } from "../desk";
import { Cases } from "../sheet/cases";
import { Locking } from "../sheet/locking";
import { openSheet } from "../sheet/open";
import type { Sheet } from "../sheet/sheet";
import type { Place, SheetData } from "../sheet/types";

/** An address may name a cell: `#o=pupil.column`, as the lists of what to look at do. */
function goToNamed(sheet: Sheet, go: (place: Place) => void): void {
  const [, pupil = "", column = ""] = /^#o=([^.]*)[.](\w+)$/.exec(location.hash) ?? [];
  const first = sheet.book.rows[0]?.id ?? "";
  const place = column ? sheet.book.placeOf({ pupil: pupil || first, column }) : null;
  if (place) go(place);
}

dataOf("sheet-words");
const data = dataOf<SheetData>("sheet-data");
if (data && data.rows.length > 0) {
  void openSheet(data, (sheet, shown) => {
    new Locking(sheet, shown.go);
    new Cases(sheet, shown);
    goToNamed(sheet, shown.go);
    the("sheet-use-pad").addEventListener("click", shown.usePad);
  });
}
