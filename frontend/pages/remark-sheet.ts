// The homeroom teacher's remarks for the school report: a sheet whose one column is the remark.
import "../styles/sheet.css";
import { dataOf } from "../data";
import { openSheet } from "../sheet/open";
import type { SheetData } from "../sheet/types";

dataOf("sheet-words");
const data = dataOf<SheetData>("sheet-data");
if (data && data.rows.length > 0) void openSheet(data, () => undefined);
