// Copying to a spreadsheet and pasting from one. A block that does not fit is shown first: what would
// be written, what not and why.
import { say } from "../page";
import { toast } from "../toast";
import { the } from "../desk";
import { make } from "./draw";
import type { Grid } from "./grid";
import type { Hand } from "./hand";
import { type Block, fits, type Plan, plan, readBlock, readTable, repeated, wishesOf } from "./paste";
import type { Sheet } from "./sheet";
import type { Place, Wish } from "./types";

const MOST_SHOWN = 6;

export class Clip {
  private readonly sheet: Sheet;
  private readonly grid: Grid;
  private waiting: Plan | null = null;

  constructor(sheet: Sheet, grid: Grid) {
    this.sheet = sheet;
    this.grid = grid;
    const dialog = the<HTMLDialogElement>("paste");
    the("paste-write").addEventListener("click", () => this.agreed());
    dialog.addEventListener("close", () => {
      this.waiting = null;
    });
    the("paste-taking").addEventListener("change", () => this.label());
  }

  listen(hand: Hand): void {
    const { box } = this.grid;
    box.addEventListener("copy", (event) => {
      if (this.copy(event, hand)) event.preventDefault();
    });
    box.addEventListener("cut", (event) => {
      if (!this.copy(event, hand)) return;
      event.preventDefault();
      hand.clear();
    });
    box.addEventListener("paste", (event) => {
      const block = blockOf(event.clipboardData);
      const isOne = block.length === 1 && block[0]?.length === 1;
      if (block.length === 0 || (isOne && hand.mode !== "ready")) return;
      event.preventDefault();
      hand.commit();
      const { rows, range } = hand.cursor;
      const whole = repeated(block, rows.length, range.right - range.left + 1);
      this.fill(whole, { row: range.top, column: range.left });
    });
  }

  private copy(event: ClipboardEvent, hand: Hand): boolean {
    if (hand.mode !== "ready") return false;
    event.clipboardData?.setData("text/plain", hand.copied);
    return true;
  }

  /** Writes a block from a place on; asks first where it does not fit. */
  fill(block: Block, at: Place): void {
    const made = plan(this.sheet.book, block, at, this.grid.shown);
    if (fits(made)) this.write(made.wishes);
    else this.ask(made);
  }

  private write(wishes: readonly Wish[]): void {
    if (wishes.length === 0) {
      toast({ text: say("sheet_paste_same") });
      return;
    }
    this.sheet.write(wishes, "paste");
    toast({ text: say("sheet_pasted", { count: wishes.length }) });
  }

  private ask(made: Plan): void {
    this.waiting = made;
    the("paste-said").replaceChildren(...this.said(made));
    const offered = made.refused.filter(({ suggestion }) => suggestion).length;
    the("paste-offer").hidden = offered === 0;
    the("paste-offer-label").textContent = say("sheet_paste_take", { count: offered });
    the<HTMLInputElement>("paste-taking").checked = false;
    the("paste-write").hidden = made.wishes.length === 0;
    this.label();
    the<HTMLDialogElement>("paste").showModal();
  }

  private label(): void {
    const count = this.waiting?.wishes.length ?? 0;
    the("paste-write").textContent = say("sheet_paste_write", { count });
  }

  private agreed(): void {
    const made = this.waiting;
    const taking = the<HTMLInputElement>("paste-taking").checked;
    the<HTMLDialogElement>("paste").close();
    if (made) this.write(wishesOf(made, taking));
  }

  private said(made: Plan): Node[] {
    const parts: Node[] = [];
    const line = (key: string, values: Record<string, string | number> = {}): void => {
      parts.push(make("p", {}, say(key, values)));
    };
    line(made.wishes.length ? "sheet_paste_would" : "sheet_paste_nothing", { count: made.wishes.length });
    if (made.same) line("sheet_paste_same_count", { count: made.same });
    if (made.rowsBeyond) {
      line("sheet_paste_rows", { count: made.rowsBeyond, pupils: this.grid.shown.length });
    }
    if (made.columnsBeyond) line("sheet_paste_columns", { count: made.columnsBeyond });
    for (const [why, places] of made.closed) {
      const labels = new Set(places.map(({ column }) => this.sheet.book.labelOf(column)));
      const columns = [...labels].join(", ");
      line("sheet_paste_closed", { count: places.length, columns, why: say(why) });
    }
    if (made.overwritten.length) {
      line("sheet_paste_over", { count: made.overwritten.length });
      parts.push(this.list(made.overwritten, (wish) => `${this.text(wish)} → ${wish.text || say("sheet_blank")}`));
    }
    if (made.refused.length) {
      line("sheet_paste_refused", { count: made.refused.length });
      parts.push(this.list(made.refused, (wish) => `“${wish.text}”`));
    }
    return parts;
  }

  private list(wishes: readonly Wish[], words: (wish: Wish) => string): Node {
    const { rows } = this.sheet.book;
    const items = wishes.slice(0, MOST_SHOWN).map((wish) => {
      const who = `${rows[wish.row]?.name ?? ""}, ${this.sheet.book.labelOf(wish.column)}: `;
      return make("li", {}, who, make("strong", {}, words(wish)));
    });
    const more = wishes.length - items.length;
    if (more > 0) items.push(make("li", {}, say("sheet_more", { count: more })));
    return make("ul", { class: "sheet__list" }, ...items);
  }

  private text(wish: Wish): string {
    return this.sheet.book.at(wish).text || say("sheet_blank");
  }
}

/** What lies on the clipboard, as cells; a table without plain text beside it is read from HTML. */
export function blockOf(clipboard: DataTransfer | null): Block {
  const text = clipboard?.getData("text/plain") ?? "";
  if (text !== "") return readBlock(text);
  const html = clipboard?.getData("text/html") ?? "";
  return html.includes("<table") ? readTable(html) : [];
}
