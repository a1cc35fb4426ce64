// Locking columns of marks: what is locked is changed only by a correction, so the dialog says what
// is still missing first.
import { problemsIn } from "../data";
import { the } from "../desk";
import { say } from "../page";
import { authedFetch } from "../session";
import { toast } from "../toast";
import { make } from "./draw";
import type { Sheet } from "./sheet";
import type { Place } from "./types";

/** Something to look at before a column is locked; `pupil` "": the whole column. */
interface Doubt {
  column: string;
  pupil: string;
  sentence: string;
}

const ANSWER_MS = 8000;

export class Locking {
  private readonly sheet: Sheet;
  private readonly dialog = the<HTMLDialogElement>("locking");
  private readonly opener = the<HTMLButtonElement>("lock-open");

  private readonly go: (place: Place) => void;

  constructor(sheet: Sheet, go: (place: Place) => void) {
    this.sheet = sheet;
    this.go = go;
    this.opener.addEventListener("click", () => this.open());
    the("lock-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send();
    });
    sheet.listen((places) => {
      if (places === null) this.show();
    });
    this.show();
  }

  private get columns(): number[] {
    const { book } = this.sheet;
    return book.columns.flatMap((column, at) => (column.open && !column.locked ? [at] : []));
  }

  private show(): void {
    const { data } = this.sheet.book;
    this.opener.hidden = !data.may_edit || data.closed !== "" || this.columns.length === 0;
  }

  private open(): void {
    const { book } = this.sheet;
    const choices = this.columns.map((at) => {
      const column = book.columns[at]!;
      const lacks = book.rows.filter((_, row) => book.isMissing({ row, column: at })).length;
      const box = make("input", { type: "checkbox", name: "columns", value: column.key });
      const words = lacks
        ? say("sheet_lock_missing", { column: column.title, count: lacks })
        : say("sheet_lock_complete", { column: column.title });
      const label = make("label", { class: "choice" }, box, make("span", {}, words));
      const doubts = make("ul", { class: "doubts", "data-doubts": column.key, hidden: "" });
      return make("div", { class: "stack" }, label, doubts);
    });
    the("lock-columns").replaceChildren(...choices);
    the("lock-doubts").hidden = true;
    this.complain([]);
    this.dialog.showModal();
    void this.doubt();
  }

  /** What looks unusual stands under its column; it is only a hint, and locking goes on without it. */
  private async doubt(): Promise<void> {
    const { anomalies } = this.sheet.book.data.urls;
    const found = await fetch(anomalies, { signal: AbortSignal.timeout(ANSWER_MS) })
      .then((answer) => (answer.ok ? (answer.json() as Promise<{ anomalies: Doubt[] }>) : null))
      .catch(() => null);
    for (const list of the("lock-columns").querySelectorAll<HTMLElement>("[data-doubts]")) {
      const mine = (found?.anomalies ?? []).filter(({ column }) => column === list.dataset["doubts"]);
      list.replaceChildren(...mine.map((doubt) => this.line(doubt)));
      list.hidden = mine.length === 0;
      if (mine.length) the("lock-doubts").hidden = false;
    }
  }

  private line(doubt: Doubt): HTMLElement {
    const { book } = this.sheet;
    const column = book.keys.indexOf(doubt.column);
    const row = book.rows.findIndex(({ id, left }) => (doubt.pupil ? id === doubt.pupil : !left));
    const see = make("button", { type: "button", class: "plainbutton" }, say("sheet_see_cell"));
    see.addEventListener("click", () => {
      this.dialog.close();
      this.go({ row: Math.max(0, row), column });
    });
    return make("li", {}, doubt.sentence, " ", see);
  }

  private complain(sentences: readonly string[]): void {
    the("lock-problem").replaceChildren(...sentences.map((text) => make("p", {}, text)));
  }

  private async send(): Promise<void> {
    const { book } = this.sheet;
    const ticked = the("lock-columns").querySelectorAll<HTMLInputElement>(":checked");
    const columns = [...ticked].map((box) => box.value);
    if (columns.length === 0) return this.complain([say("sheet_lock_none")]);
    if (book.kept.some(({ column }) => columns.includes(column))) {
      return this.complain([say("sheet_lock_waiting")]);
    }
    try {
      const answer = await authedFetch(book.data.urls.lock, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ columns }),
      });
      if (!answer.ok) {
        const problems = problemsIn(await answer.json().catch(() => null));
        return this.complain(problems.length ? problems.map(({ text }) => text) : [say("failed")]);
      }
      this.dialog.close();
      toast({ text: say("sheet_locked_done", { count: columns.length }) });
      await this.sheet.refresh(true);
    } catch {
      this.complain([say("sheet_lock_offline")]);
    }
  }
}
