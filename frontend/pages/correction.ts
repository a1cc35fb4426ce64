// Asking for marks to be corrected: cells with what they shall read, a reason, files that show why.
import { dataOf, problemsIn } from "../data";
import { Desk, element, the } from "../desk";
import { say } from "../page";
import { authedFetch } from "../session";
import { toast } from "../toast";

interface Data {
  case: string;
  pupils: { id: string; name: string; marks: string[] }[];
  columns: { key: string; title: string }[];
  places: Record<string, number>;
  cells: { pupil: string; column: string }[];
  purpose: string;
  urls: { uploads: string; send: string };
}

class CorrectionForm {
  private readonly data: Data;
  private readonly desk: Desk;
  private readonly form = the<HTMLFormElement>("correction-form");
  private readonly list = the("cells");
  private readonly button = the<HTMLButtonElement>("send-correction");
  private sending = false;

  constructor(data: Data) {
    this.data = data;
    this.desk = new Desk("evidence", data.urls.uploads, data.purpose, {
      changed: () => this.changed(),
    });
    for (const { pupil, column } of data.cells) this.addCell(pupil, column);
    if (data.cells.length === 0) this.addCell("", "");
    the("add-cell").addEventListener("click", () => {
      this.addCell("", "").querySelector<HTMLElement>("select")?.focus();
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send();
    });
    void this.desk.uploads.load().finally(() => this.changed());
  }

  private addCell(pupil: string, column: string): HTMLElement {
    const made = the<HTMLTemplateElement>("cell-row").content.cloneNode(true) as DocumentFragment;
    const row = made.firstElementChild as HTMLElement;
    const pupils = part<HTMLSelectElement>(row, "pupil");
    const columns = part<HTMLSelectElement>(row, "column");
    pupils.replaceChildren(...this.data.pupils.map((one) => option(one.id, one.name)));
    columns.replaceChildren(...this.data.columns.map((one) => option(one.key, one.title)));
    if (this.data.pupils.some((one) => one.id === pupil)) pupils.value = pupil;
    if (this.data.columns.some((one) => one.key === column)) columns.value = column;
    for (const field of [pupils, columns]) {
      field.addEventListener("change", () => this.tellStanding(row));
    }
    part(row, "remove").addEventListener("click", () => {
      if (this.list.childElementCount > 1) row.remove();
    });
    this.list.append(row);
    this.tellStanding(row);
    return row;
  }

  /** Says what stands in the chosen cell now. */
  private tellStanding(row: HTMLElement): void {
    const { pupil, column } = chosen(row);
    const at = this.data.places[column] ?? -1;
    const mark = this.data.pupils.find((one) => one.id === pupil)?.marks[at] ?? "";
    part(row, "stands").textContent = mark ? say("cell_stands", { mark }) : say("cell_empty");
  }

  /** Each file says what it shows; one that does not is pointed at, never left out silently. */
  private kindsChosen(): boolean {
    const open = this.desk.entries.filter(
      ({ file, row }) =>
        file.state === "ready" && !part<HTMLSelectElement>(row, "kind").value,
    );
    for (const { file } of open) this.desk.complain(file, [say("kind_needed")]);
    if (open[0]) part(open[0].row, "kind").focus();
    return open.length === 0;
  }

  private changed(): void {
    const busy = this.desk.entries.some(
      ({ file }) => file.state !== "ready" && file.state !== "refused",
    );
    this.button.disabled = busy || this.sending;
  }

  private async send(): Promise<void> {
    if (this.sending || !this.kindsChosen()) return;
    this.sending = true;
    this.changed();
    const field = (name: string): HTMLInputElement | null =>
      this.form.querySelector<HTMLInputElement>(`[name=${name}]`);
    const ready = this.desk.entries.filter(({ file }) => file.state === "ready");
    const evidence = ready.flatMap(({ file, row }) => {
      const kind = part<HTMLSelectElement>(row, "kind").value;
      return kind ? [{ upload: file.id, kind }] : [];
    });
    const body = {
      case: this.data.case,
      reason: field("reason")?.value ?? "",
      entered_wrongly: field("entered_wrongly")?.checked ?? false,
      cells: [...this.list.children].map((row) => chosen(row as HTMLElement)),
      evidence,
    };
    try {
      const answer = await authedFetch(this.data.urls.send, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      const told = (await answer.json()) as { url?: string };
      if (answer.ok && told.url) {
        location.assign(told.url);
        return;
      }
      const problems = problemsIn(told).map(({ text }) => element("p", text));
      the("correction-problems").replaceChildren(...problems);
    } catch {
      toast({ text: say("not_sent"), tone: "problem" });
    }
    this.sending = false;
    this.changed();
  }
}

function part<T extends HTMLElement = HTMLElement>(row: HTMLElement, name: string): T {
  return row.querySelector<T>(`[data-part="${name}"]`) as T;
}

function chosen(row: HTMLElement): { pupil: string; column: string; text: string } {
  return {
    pupil: part<HTMLSelectElement>(row, "pupil").value,
    column: part<HTMLSelectElement>(row, "column").value,
    text: part<HTMLInputElement>(row, "text").value,
  };
}

function option(value: string, text: string): HTMLOptionElement {
  return new Option(text, value);
}

const data = dataOf<Data>("correction-data");
if (data) new CorrectionForm(data);
