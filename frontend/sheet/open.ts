// Opening a sheet on its page: a table on a desk, one column at a time on a phone.
import { the } from "../desk";
import { isKept, keepPage, keptData } from "../offline";
import { Bars } from "./bars";
import { Clip } from "./clip";
import { Comments } from "./comments";
import { Conflicts } from "./conflicts";
import { Grid } from "./grid";
import { Hand } from "./hand";
import { Missing } from "./missing";
import { listenToMouse } from "./mouse";
import { MyPhrases } from "./my-phrases";
import { Phone } from "./phone";
import { Sheet } from "./sheet";
import type { Place, SheetData } from "./types";

/** One way of showing the sheet. */
interface View {
  go(place: Place): void;
  filter(rows: ReadonlySet<number> | null): void;
  chosen(): readonly Place[];
}

const SMALL = "(max-width: 37.5rem)";

function desk(sheet: Sheet, decide: () => void): View {
  const grid = new Grid(sheet, the("sheet-table"));
  const clip = new Clip(sheet, grid);
  const hand = new Hand(sheet, grid, { decide, fill: (block, at) => clip.fill(block, at) });
  clip.listen(hand);
  listenToMouse(grid, hand);
  listenToComments(sheet, grid, hand);
  return {
    go: (place) => hand.go(place),
    chosen: () => hand.cursor.places,
    filter: (rows) => {
      grid.only(rows);
      hand.showRange();
    },
  };
}

/** The panel of phrases under the comment that one is in. */
function listenToComments(sheet: Sheet, grid: Grid, hand: Hand): void {
  const comments = new Comments(sheet);
  grid.box.append(comments.panel);
  grid.box.addEventListener("focusin", (event) => {
    const place = grid.placeOf(event.target);
    if (!place || !sheet.book.isComment(place.column)) return;
    comments.open(grid.input(place));
    const cell = grid.input(place).parentElement!;
    comments.panel.style.top = `${cell.offsetTop + cell.offsetHeight + 2}px`;
    const left = Math.min(cell.offsetLeft, grid.box.scrollWidth - comments.panel.offsetWidth - 8);
    comments.panel.style.left = `${left}px`;
  });
  grid.box.addEventListener("focusout", () => comments.close());
  grid.box.addEventListener("input", () => comments.typed());
  grid.box.addEventListener("keydown", (event) => {
    if (comments.key(event)) event.preventDefault();
  });
  hand.showRange();
}

/** The view that is shown now; `usePad` brings the pad of numbers back on a phone. */
export interface Shown {
  go(place: Place): void;
  chosen(): readonly Place[];
  usePad(): void;
}

/** What a page adds to an open sheet. */
export type Also = (sheet: Sheet, shown: Shown) => void;

/** Opens a sheet. Without a network the page is as old as its last reading; what was saved since is
 * kept beside. */
export async function openSheet(read: SheetData, also: Also): Promise<void> {
  const known = isKept() ? await keptData<SheetData>(read.urls.data) : null;
  await start(known ?? read, also);
  await keepPage(the("sheet").dataset["worker"] ?? "").catch(() => undefined);
}

async function start(data: SheetData, also: Also): Promise<void> {
  const sheet = await Sheet.open(data, the("sheet").dataset["me"] ?? "");
  const conflicts = new Conflicts(sheet);
  const decide = (): void => conflicts.open();
  const small = window.matchMedia(SMALL);
  let table: View | undefined;
  let phone: (View & { usePad(on: boolean): void }) | undefined;
  const view = (): View => {
    the("sheet-table").hidden = small.matches;
    the("sheet-phone").hidden = !small.matches;
    if (small.matches) return (phone ??= new Phone(sheet, the("sheet-phone"), decide));
    return (table ??= desk(sheet, decide));
  };
  const missing = new Missing(sheet.book, (rows) => view().filter(rows));
  small.addEventListener("change", () => missing.apply());
  view();
  missing.count();
  sheet.listen(() => missing.count());
  new Bars(sheet, { next: (place) => view().go(place), decide });
  new MyPhrases();
  also(sheet, {
    go: (place) => view().go(place),
    chosen: () => view().chosen(),
    usePad: () => phone?.usePad(true),
  });
}
