// The gradebook's sheet: a class, a subject, a term. A table on a desk, one column at a time on a phone.
import "../styles/sheet.css";
import { dataOf } from "../data";
import { the } from "../desk";
import { isKept, keepPage, keptData } from "../offline";
import { Bars } from "../sheet/bars";
import { Cases } from "../sheet/cases";
import { Clip } from "../sheet/clip";
import { Comments } from "../sheet/comments";
import { Conflicts } from "../sheet/conflicts";
import { Grid } from "../sheet/grid";
import { Hand } from "../sheet/hand";
import { Locking } from "../sheet/locking";
import { Missing } from "../sheet/missing";
import { listenToMouse } from "../sheet/mouse";
import { MyPhrases } from "../sheet/my-phrases";
import { Phone } from "../sheet/phone";
import { Sheet } from "../sheet/sheet";
import type { Place, SheetData } from "../sheet/types";

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

/** Without a network the page is as old as its last reading; what was saved since is kept beside. */
async function open(read: SheetData): Promise<void> {
  const known = isKept() ? await keptData<SheetData>(read.urls.data) : null;
  await start(known ?? read);
  await keepPage(the("sheet").dataset["worker"] ?? "").catch(() => undefined);
}

async function start(data: SheetData): Promise<void> {
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
  const go = (place: Place): void => view().go(place);
  new Locking(sheet, go);
  new Cases(sheet, { go, chosen: () => view().chosen() });
  new MyPhrases();
  goToNamed(sheet, go);
  the("sheet-use-pad").addEventListener("click", () => phone?.usePad(true));
}

/** An address may name a cell: `#o=pupil.column`, as the lists of what to look at do. */
function goToNamed(sheet: Sheet, go: (place: Place) => void): void {
  const [, pupil = "", column = ""] = /^#o=([^.]*)[.](\w+)$/.exec(location.hash) ?? [];
  const first = sheet.book.rows[0]?.id ?? "";
  const place = column ? sheet.book.placeOf({ pupil: pupil || first, column }) : null;
  if (place) go(place);
}

dataOf("sheet-words");
const data = dataOf<SheetData>("sheet-data");
if (data && data.rows.length > 0) void open(data);
