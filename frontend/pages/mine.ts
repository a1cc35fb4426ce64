// A teacher's own page: files are dropped, matched to lessons by their names, confirmed, handed in.
import { batchId } from "../batch";
import { dataOf, problemsIn } from "../data";
import { Desk, element, the } from "../desk";
import { forget, keep, restore } from "../keep";
import { type Choice, LessonFields, type Offer } from "../lessons";
import { say } from "../page";
import { authedFetch } from "../session";
import { toast } from "../toast";
import type { FileInHand } from "../uploads";

interface Data {
  choices: Choice[];
  purpose: string;
  urls: { uploads: string; match: string; handIn: string };
}

interface Ready {
  file: FileInHand;
  offer: Offer;
}

const post = (url: string, body: unknown): Promise<Response> =>
  authedFetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

class HandingIn {
  private data: Data;
  private readonly desk: Desk;
  private readonly form = the<HTMLFormElement>("desk-form");
  private readonly fields = new Map<FileInHand, LessonFields>();
  /** The lesson that the next chosen file is for, and the lessons that files were chosen for. */
  private wish = "";
  private readonly wished = new Map<FileInHand, string>();
  private guessing = 0;
  private sending = false;
  private settled = false;

  constructor(data: Data) {
    this.data = data;
    this.desk = new Desk("desk", data.urls.uploads, data.purpose, {
      made: (row, file) =>
        this.fields.set(file, new LessonFields(row, file, data.choices, () => this.changed())),
      changed: () => this.changed(),
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send((event.submitter as HTMLButtonElement | null)?.value === "draft");
    });
    the("desk-files").addEventListener("chosen", (event) => this.forWish(event as CustomEvent));
    the("desk-drop").addEventListener("click", (event) => {
      if (event.isTrusted) this.wish = "";
    });
    this.readyButtons();
    void this.desk.uploads.load().finally(() => this.bringBack());
  }

  /** What was chosen before a reload stands at its file again. */
  private bringBack(): void {
    const back = restore(this.form);
    if (back) {
      for (const fields of this.fields.values()) if (fields.chosen) fields.showClasses();
      restore(this.form);
    }
    this.settled = true;
    this.changed();
  }

  private changed(): void {
    const all = this.desk.entries;
    for (const { file } of all) {
      const fields = this.fields.get(file);
      if (file.state === "ready" && fields?.open()) this.begin(file, fields);
    }
    const ready = this.ready().length;
    const open = all.filter(({ file }) => file.state === "ready").length - ready;
    const busy = all.filter(({ file }) => ["waiting", "sending", "checking"].includes(file.state));
    the("desk-send").hidden = all.length === 0;
    the("desk-sum").textContent = [
      ready && say("files_ready", { count: ready }),
      open && say("files_open", { count: open }),
      busy.length && say("files_busy", { count: busy.length }),
    ]
      .filter(Boolean)
      .join(" ");
    name("desk-hand-in", say("hand_in_count", { count: ready }), ready > 0 && !this.sending);
    name("desk-draft", say("draft_count", { count: ready }), ready > 0 && !this.sending);
    if (this.settled) keep(this.form);
  }

  private ready(): Ready[] {
    return this.desk.entries.flatMap(({ file }) => {
      const offer = this.fields.get(file)?.offer;
      return offer ? [{ file, offer }] : [];
    });
  }

  /** A file has been checked: it is for the lesson it was chosen for, or its name is asked. */
  private begin(file: FileInHand, fields: LessonFields): void {
    if (fields.choose(this.wished.get(file) ?? "")) return;
    window.clearTimeout(this.guessing);
    this.guessing = window.setTimeout(() => void this.guess(), 100);
  }

  private async guess(): Promise<void> {
    const open = this.desk.entries.flatMap(({ file }) => {
      const fields = this.fields.get(file);
      return file.state === "ready" && fields && !fields.chosen ? [{ file, fields }] : [];
    });
    if (open.length === 0) return;
    const names = open.map(({ file }) => file.name);
    const answer = await post(this.data.urls.match, { names }).catch(() => null);
    const guesses = answer?.ok ? ((await answer.json()) as { lessons: (string | null)[] }) : null;
    const taken = new Set(this.desk.entries.map(({ file }) => this.fields.get(file)?.chosen));
    for (const [place, { fields }] of open.entries()) {
      const guess = guesses?.lessons[place] ?? "";
      if (fields.chosen) continue;
      const matched = !taken.has(guess) && fields.choose(guess);
      fields.explain(say(matched ? "lesson_matched" : "lesson_unmatched"));
    }
    this.changed();
  }

  private async send(asDraft: boolean): Promise<void> {
    const chosen = this.ready();
    if (chosen.length === 0 || this.sending) return;
    this.sending = true;
    this.changed();
    this.complain([], chosen);
    const files = chosen.map(({ offer }) => offer);
    const body = { draft: asDraft, files };
    try {
      const answer = await post(this.data.urls.handIn, { batch: batchId(body), ...body });
      const told = (await answer.json()) as { text?: string };
      if (answer.ok) await this.done(chosen, told.text ?? "");
      else this.complain(problemsIn(told), chosen);
    } catch {
      toast({ text: say("not_handed_in"), tone: "problem" });
    } finally {
      this.sending = false;
      this.changed();
    }
  }

  /** Each problem at its file ("file:2"), the rest under the list. */
  private complain(problems: readonly { at: string; text: string }[], sent: readonly Ready[]): void {
    const general: string[] = [];
    const at = new Map<FileInHand, string[]>(sent.map(({ file }) => [file, []]));
    for (const problem of problems) {
      const file = sent[Number(/^file:(\d+)$/.exec(problem.at)?.[1] ?? -1)]?.file;
      if (file) at.get(file)?.push(problem.text);
      else general.push(problem.text);
    }
    for (const [file, sentences] of at) this.desk.complain(file, sentences);
    the("desk-problems").replaceChildren(...general.map((text) => element("p", text)));
    const first = [...at].find(([, sentences]) => sentences.length > 0)?.[0];
    const row = first && this.desk.row(first);
    row?.scrollIntoView({ block: "center" });
    row?.focus({ preventScroll: true });
  }

  private async done(sent: readonly Ready[], text: string): Promise<void> {
    this.desk.uploads.used(sent.map(({ file }) => file.id));
    for (const { file } of sent) this.fields.delete(file);
    toast({ text });
    the("desk-files").focus({ preventScroll: true });
    if (this.desk.entries.length === 0) forget(this.form);
    const fresh = await freshPage();
    if (!fresh) return;
    this.data = fresh;
    this.readyButtons();
    for (const fields of this.fields.values()) fields.offerChoices(fresh.choices);
  }

  /** “Chọn tệp” beside a lesson: the one file that is chosen then is for this lesson. */
  private readyButtons(): void {
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-lesson]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        this.wish = button.dataset["lesson"] ?? "";
        the<HTMLInputElement>("desk-files").click();
      });
    }
  }

  private forWish(event: CustomEvent<File[]>): void {
    const wanted = this.wish;
    this.wish = "";
    if (!wanted || event.detail.length !== 1) return;
    event.preventDefault();
    void this.desk.add(event.detail).then(([file]) => {
      if (!file) return;
      this.wished.set(file, wanted);
      const row = this.desk.row(file);
      row?.scrollIntoView({ block: "center" });
      row?.focus({ preventScroll: true });
    });
  }
}

/** Fetches this page again and takes over what is owed now. */
async function freshPage(): Promise<Data | null> {
  const answer = await authedFetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return null;
  const other = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["summary", "owed"]) {
    const part = other.getElementById(id);
    if (part) the(id).replaceWith(document.adoptNode(part));
  }
  return dataOf<Data>("desk", other);
}

function name(id: string, text: string, usable: boolean): void {
  const button = the<HTMLButtonElement>(id);
  button.disabled = !usable;
  const words = button.querySelector("span");
  if (words) words.textContent = text;
}

const data = dataOf<Data>("desk");
if (data) new HandingIn(data);
