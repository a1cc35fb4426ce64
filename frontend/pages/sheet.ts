// The gradebook's sheet: a class, a subject, a term.
import "../styles/sheet.css";
import { dataOf } from "../data";
import { the } from "../desk";
import { Locking } from "../sheet/locking";
import { openSheet } from "../sheet/open";
import type { SheetData } from "../sheet/types";

dataOf("sheet-words");
const data = dataOf<SheetData>("sheet-data");
if (data && data.rows.length > 0) {
  void openSheet(data, (sheet, usePad) => {
    new Locking(sheet);
    the("sheet-use-pad").addEventListener("click", usePad);
  });
}
