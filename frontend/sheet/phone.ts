// The sheet on a phone: one column at a time, the pupils under one another, a large pad below. The
// phone's own keyboard stays away while the pad is there.
import { say } from "../page";
import { toast } from "../toast";
import { Comments } from "./comments";
import { make } from "./draw";
import { typed } from "./marks";
import { missing } from "./missing";
import { Pad } from "./pad-view";
import type { Pressed } from "./pad";
import { PhoneRow } from "./phone-row";
import type { Sheet } from "./sheet";
import type { Place } from "./types";

const REST_MS = 700;
const PAD_OFF = "sheet-pad-off";

export class Phone {
  private readonly sheet: Sheet;
  private readonly box: HTMLElement;
  private readonly list = make("ol", { class: "phone__list" });
  private readonly select = make("select", { class: "input", "aria-label": say("sheet_column") });
  private readonly decide: () => void;
  private readonly why = make("p", { class: "phone__why" });
  private readonly pad: Pad;
  private readonly comments: Comments;
  private readonly hidden: (rows: ReadonlySet<number> | null) => boolean[];
  private only: ReadonlySet<number> | null = null;
  private rows: PhoneRow[] = [];
  private column = 0;
  private row = 0;
  private dirty = false;
  private began = "";
  private rest = 0;

  constructor(sheet: Sheet, box: HTMLElement, decide: () => void) {
    this.decide = decide;
    this.sheet = sheet;
    this.box = box;
    this.hidden = (rows) => sheet.book.rows.map((_, row) => rows !== null && !rows.has(row));
    this.comments = new Comments(sheet);
    this.pad = new Pad(sheet.book.byComments, {
      pressed: (made) => this.pressed(made),
      text: () => ({ text: this.field?.value ?? "", fresh: !this.dirty }),
      next: () => this.next(),
      take: () => this.take(),
      hide: () => this.usePad(false),
    });
    box.append(this.head(), this.why, this.list, this.pad.box);
    sheet.listen((places) => this.show(places));
    this.listen();
    this.choose(this.firstColumn());
  }

  private get field(): HTMLInputElement | HTMLTextAreaElement | undefined {
    return this.rows[this.row]?.field;
  }

  private get place(): Place {
    return { row: this.row, column: this.column };
  }

  private get padIsOn(): boolean {
    return (
      localStorage.getItem(PAD_OFF) === null &&
      !this.sheet.book.isComment(this.column) &&
      this.sheet.book.shut(this.column) === ""
    );
  }

  private firstColumn(): number {
    const { book } = this.sheet;
    const columns = book.columns.map((_, column) => column);
    const lacks = columns.find((column) =>
      book.rows.some((_, row) => book.isMissing({ row, column })),
    );
    return lacks ?? 0;
  }

  private head(): HTMLElement {
    const step = (sign: string, label: string, by: number): HTMLButtonElement => {
      const made = make("button", { type: "button", class: "button", "aria-label": label }, sign);
      made.addEventListener("click", () => this.choose(this.column + by));
      return made;
    };
    const { book } = this.sheet;
    for (let column = 0; column < book.width; column++) {
      const title = book.columns[column]?.title;
      this.select.append(new Option(title ? `${book.labelOf(column)} – ${title}` : book.labelOf(column), String(column)));
    }
    this.select.addEventListener("change", () => this.choose(Number(this.select.value)));
    const before = step("‹", say("sheet_column_before"), -1);
    const after = step("›", say("sheet_column_after"), 1);
    return make("div", { class: "phone__head" }, before, this.select, after);
  }

  private listen(): void {
    this.list.addEventListener("focusin", (event) => this.came(event.target));
    this.list.addEventListener("focusout", () => {
      this.commit();
      this.comments.close();
    });
    this.list.addEventListener("input", () => this.typedInto());
    this.list.addEventListener("keydown", (event) => {
      if (event.isComposing || event.key !== "Enter" || event.target instanceof HTMLButtonElement) return;
      event.preventDefault();
      this.next();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.commit();
    });
    window.addEventListener("pagehide", () => this.commit());
  }

  /** Shows another column; the first pupil of whom it lacks something comes up. */
  choose(column: number): void {
    this.commit();
    const { book } = this.sheet;
    this.column = Math.max(0, Math.min(book.width - 1, column));
    this.select.value = String(this.column);
    this.rows = book.rows.map(
      (row, at) =>
        new PhoneRow(this.sheet, row, { row: at, column: this.column }, this.padIsOn, {
          take: () => {
            this.row = at;
            this.take();
          },
          drop: () => this.sheet.discard([{ row: at, column: this.column }]),
          decide: this.decide,
        }),
    );
    this.list.replaceChildren(...this.rows.map(({ box }) => box));
    this.filter(this.only);
    const lacks = book.rows.findIndex((_, row) => book.isMissing({ row, column: this.column }));
    const first = book.rows.findIndex((_, row) => book.isOpen({ row, column: this.column }));
    this.row = lacks >= 0 ? lacks : Math.max(0, first);
    const why = book.shut(this.column);
    this.why.textContent = why === book.data.closed ? "" : say(why);
    this.pad.box.hidden = !this.padIsOn;
    this.box.classList.toggle("phone--pad", this.padIsOn);
    this.showHere();
  }

  /** Shows only these rows; null shows all. */
  filter(rows: ReadonlySet<number> | null): void {
    this.only = rows;
    this.hidden(rows).forEach((hides, at) => {
      const line = this.rows[at];
      if (line) line.box.hidden = hides;
    });
  }

  /** Leads to a place from elsewhere on the page. */
  go(place: Place): void {
    if (place.column !== this.column) this.choose(place.column);
    this.enter(place.row);
  }

  chosen(): readonly Place[] {
    return [this.place];
  }

  usePad(on: boolean): void {
    if (on) localStorage.removeItem(PAD_OFF);
    else localStorage.setItem(PAD_OFF, "1");
    this.choose(this.column);
    this.enter(this.row);
  }

  private enter(row: number): void {
    this.commit();
    this.row = row;
    const { field } = this;
    if (document.activeElement === field) this.came(field ?? null);
    else field?.focus({ preventScroll: true });
    this.rows[row]?.box.scrollIntoView({ block: "center", behavior: "smooth" });
  }

  private came(target: EventTarget | null): void {
    const row = this.rows.findIndex(({ field }) => field === target);
    if (row < 0) return;
    this.row = row;
    this.dirty = false;
    this.began = this.field?.value ?? "";
    this.field?.select();
    this.showHere();
    if (this.sheet.book.isComment(this.column) && this.field) {
      this.rows[row]?.box.append(this.comments.panel);
      this.comments.open(this.field);
    }
  }

  private pressed({ text, whole }: Pressed): void {
    const { field } = this;
    if (!field || field.readOnly) return;
    field.value = text;
    this.typedInto();
    if (whole) this.next();
  }

  private typedInto(): void {
    this.dirty = true;
    this.comments.typed();
    window.clearTimeout(this.rest);
    this.rest = window.setTimeout(() => this.restCommit(), REST_MS);
    this.offer();
  }

  private meant(): ReturnType<typeof typed> | null {
    const { book } = this.sheet;
    if (!this.field || book.isComment(this.column)) return null;
    const stands = book.rows[this.row]?.marks[this.column] ?? null;
    return typed(this.field.value, stands, book.byComments);
  }

  private offer(): void {
    this.pad.offer(this.meant()?.suggestion ?? "", this.field?.value ?? "");
  }

  private restCommit(): void {
    const text = this.field?.value ?? "";
    if (!this.dirty || text === "" || this.meant()?.problem) return;
    this.rows[this.row]!.busy = true;
    this.sheet.write([{ ...this.place, text }], "phone", false);
  }

  private commit(): void {
    window.clearTimeout(this.rest);
    if (!this.dirty || !this.field) return;
    this.dirty = false;
    this.rows[this.row]!.busy = false;
    this.sheet.write([{ ...this.place, text: this.field.value }], "phone", false);
    const after = this.sheet.book.at(this.place).text;
    this.sheet.history.add([{ ...this.place, before: this.began, after }]);
    this.rows[this.row]?.show();
  }

  /** Takes what was probably meant, and goes on. */
  private take(): void {
    const meant = this.dirty ? this.meant()?.suggestion : this.sheet.book.at(this.place).kept?.suggestion;
    if (!meant) return;
    this.dirty = false;
    window.clearTimeout(this.rest);
    this.sheet.write([{ ...this.place, text: meant }], "phone");
    this.next();
  }

  private next(): void {
    this.commit();
    const after = this.rows.findIndex(
      ({ box }, at) => at > this.row && !box.hidden && this.sheet.book.isOpen({ row: at, column: this.column }),
    );
    if (after >= 0) {
      this.enter(after);
      return;
    }
    const count = [...missing(this.sheet.book).keys()].filter((row) =>
      this.sheet.book.isMissing({ row, column: this.column }),
    ).length;
    const label = this.sheet.book.labelOf(this.column);
    toast({ text: say(count ? "sheet_end_missing" : "sheet_end", { column: label, count }) });
    this.enter(this.row);
  }

  private showHere(): void {
    this.rows.forEach(({ box }, at) => box.classList.toggle("phone__row--here", at === this.row));
    this.pad.here(this.sheet.book.rows[this.row]?.name ?? "", this.sheet.book.labelOf(this.column));
    this.offer();
  }

  private show(places: readonly Place[] | null): void {
    if (places === null) {
      for (const row of this.rows) row.show();
      return;
    }
    for (const { row, column } of places) if (column === this.column) this.rows[row]?.show();
  }
}
