// One open sheet: the book, this device's shelf, the sender and the other tabs, held together. The
// views ask it to write and are told which places changed.
import { isKept, keepData } from "../offline";
import { page } from "../page";
import { authedFetch } from "../session";
import { Book } from "./book";
import { History, type Step } from "./history";
import type { Batch, Kept, Outcome } from "./kept";
import { Sender, type Trouble } from "./sender";
import { type Leftover, Memory, openShelf, type Shelf } from "./shelf";
import type { Place, SheetData, Source, Wish } from "./types";

/** What one tab tells the others. */
type News =
  | { kind: "put" | "drop"; cells: Kept[] }
  | { kind: "sending"; batch: Batch }
  | { kind: "settled"; batch: Batch; outcome: Outcome };

/** Told which places changed; null when everything may have. */
export type Listener = (places: readonly Place[] | null) => void;

const FRESH_MS = 60_000;
const ANSWER_MS = 30_000;
const KEEP_MS = 500;
const KNOCK_MS = 15_000;

export class Sheet {
  readonly book: Book;
  readonly history = new History();
  trouble: Trouble = "";
  savedAt: Date | null = null;
  /** The page was opened from this device, without a network, and nothing newer has come. */
  kept = isKept();
  leftovers: Leftover[] = [];
  private shelf: Shelf;
  private readonly sender: Sender;
  private readonly listeners: Listener[] = [];
  private readonly channel: BroadcastChannel;
  private unsafe = 0;
  private knocking = 0;
  private keeping = 0;
  private answers = 0;
  private readAt = Date.now();

  /** Opens the sheet with what this device has kept of it. `name`: how the person is called. */
  static async open(data: SheetData, name: string): Promise<Sheet> {
    const sheet = new Sheet(data, await openShelf());
    await sheet.start(name);
    return sheet;
  }

  private constructor(data: SheetData, shelf: Shelf) {
    this.shelf = shelf;
    this.book = new Book(page.account, data);
    const { account, sheet, keys } = this.book;
    const setting = { account, sheet, keys, post: (body: string) => this.post(body) };
    this.sender = new Sender(shelf, setting, {
      sending: (batch) => {
        this.tell(this.book.sending(batch));
        this.channel.postMessage({ kind: "sending", batch } satisfies News);
      },
      settled: (batch, outcome) => this.settled(batch, outcome, true),
      trouble: (kind) => {
        this.trouble = kind;
        this.tell([]);
      },
    });
    this.channel = new BroadcastChannel(`sheet ${account} ${sheet}`);
    this.channel.addEventListener("message", (event) => this.heard(event.data as News));
  }

  /** Whether everything typed lies where the end of the browser does not reach it. */
  get isSafe(): boolean {
    return this.unsafe === 0 && (this.shelf.lasting || this.book.kept.length === 0);
  }

  get lasting(): boolean {
    return this.shelf.lasting;
  }

  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  private tell(places: readonly Place[] | null): void {
    for (const listener of this.listeners) listener(places);
  }

  private async start(name: string): Promise<void> {
    const { account, sheet, data } = this.book;
    const label = `${data.sheet.subject_name} ${data.sheet.class}`;
    const held = await this.shelf.change(account, sheet, ({ cells }) => ({
      edits: {},
      result: cells,
    }));
    this.book.overlay(held);
    await this.shelf.introduce(account, name, sheet, label);
    const all = await this.shelf.leftovers();
    this.leftovers = all.filter((one) => one.account !== account || one.sheet !== sheet);
    this.sender.lead();
    window.addEventListener("online", () => this.online());
    if (this.kept) this.knocking = window.setInterval(() => void this.refresh(true), KNOCK_MS);
    window.addEventListener("beforeunload", (event) => {
      if (!this.isSafe) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void this.refresh();
      else this.keepCurrent();
    });
  }

  private online(): void {
    this.sender.retry();
    if (this.kept) void this.refresh(true);
  }

  /** Writes into the sheet, keeps it on this device and lets it be sent. */
  write(wishes: readonly Wish[], source: Source, remember = true): void {
    const before = wishes.map((wish) => this.book.at(wish).text);
    const made = this.book.write(wishes, source, Date.now());
    if (remember) {
      const steps = wishes.map((wish, at): Step => {
        const after = this.book.at(wish).text;
        return { row: wish.row, column: wish.column, before: before[at] ?? "", after };
      });
      this.history.add(steps);
    }
    this.keep(made.put, made.drop);
    this.tell(made.places);
  }

  undo(): readonly Place[] {
    return this.again(this.history.undo());
  }

  redo(): readonly Place[] {
    return this.again(this.history.redo());
  }

  private again(wishes: readonly Wish[]): readonly Place[] {
    this.write(wishes, "page", false);
    return wishes;
  }

  /** Gives up what was typed into places: what the server has stands there again. */
  discard(places: readonly Place[]): void {
    const kept = places.flatMap((place) => this.book.at(place).kept ?? []);
    const free = kept.filter(({ batch }) => batch === "");
    this.book.forget(free);
    this.keep([], free);
    this.tell(places);
  }

  /** The reason for the changes that wait for one, and for those that follow. */
  giveReason(reason: string): void {
    const put = this.book.giveReason(reason);
    this.keep(put, []);
    this.tell(put.flatMap((cell) => this.book.placeOf(cell) ?? []));
  }

  /** Sends this teacher's value over the other's that was shown, with a reason. */
  keepMine(cell: Kept, reason: string): void {
    if (!cell.theirs) return;
    const { version } = cell.theirs;
    const mine: Kept = {
      ...cell,
      version,
      reason,
      theirs: null,
      batch: "",
      state: "waiting",
      at: Math.max(Date.now(), cell.at + 1),
    };
    const places = this.book.overlay([mine]);
    this.keep([mine], []);
    this.tell(places);
  }

  /** Tries again now. */
  retry(): void {
    this.sender.retry();
  }

  private keep(put: readonly Kept[], drop: readonly Kept[]): void {
    if (put.length + drop.length === 0) return;
    this.unsafe += 1;
    void this.shelve(put, drop).finally(() => {
      this.unsafe -= 1;
      this.sender.nudge();
    });
  }

  private async shelve(put: readonly Kept[], drop: readonly Kept[]): Promise<void> {
    try {
      if (put.length) await this.shelf.put(put);
      if (drop.length) await this.shelf.drop(drop);
    } catch {
      await this.fallBack();
    }
    if (put.length) this.channel.postMessage({ kind: "put", cells: [...put] } satisfies News);
    if (drop.length) this.channel.postMessage({ kind: "drop", cells: [...drop] } satisfies News);
  }

  /** This device keeps nothing more (its disk is full): what was typed stays in the page's memory. */
  private async fallBack(): Promise<void> {
    this.shelf = new Memory();
    this.sender.shelf = this.shelf;
    await this.shelf.put(this.book.kept.map((cell): Kept => ({ ...cell, batch: "" })));
    this.tell([]);
  }

  private heard(news: News): void {
    if (news.kind === "settled") this.settled(news.batch, news.outcome, false);
    else if (news.kind === "sending") this.tell(this.book.sending(news.batch));
    else {
      const places =
        news.kind === "put" ? this.book.overlay(news.cells) : this.book.forget(news.cells);
      this.tell(places);
      this.sender.nudge();
    }
  }

  private settled(batch: Batch, outcome: Outcome, here: boolean): void {
    this.answers += 1;
    const places = this.book.settle(batch, outcome, Date.now());
    if ("answer" in outcome) this.savedAt = new Date();
    this.current();
    if (here) this.channel.postMessage({ kind: "settled", batch, outcome } satisfies News);
    this.tell(places);
  }

  /** What is known now came from the server: that is what opens without a network. */
  private current(): void {
    window.clearInterval(this.knocking);
    this.kept = false;
    window.clearTimeout(this.keeping);
    this.keeping = window.setTimeout(() => this.keepCurrent(), KEEP_MS);
  }

  private keepCurrent(): void {
    if (!this.keeping) return;
    window.clearTimeout(this.keeping);
    this.keeping = 0;
    void keepData(this.book.data.urls.data, this.book.data).catch(() => undefined);
  }

  private post(body: string): Promise<Response> {
    return authedFetch(this.book.data.urls.save, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
      signal: AbortSignal.timeout(ANSWER_MS),
    });
  }

  /** Reads what others have written since; silently, and not more than once a minute. */
  async refresh(always = false): Promise<void> {
    if (!always && Date.now() - this.readAt < FRESH_MS) return;
    this.readAt = Date.now();
    const answers = this.answers;
    try {
      const headers = { Accept: "application/json" };
      const answer = await fetch(this.book.data.urls.data, { headers, credentials: "same-origin" });
      const data = answer.ok ? ((await answer.json()) as SheetData) : null;
      // A save that was answered meanwhile knows more than this reading.
      if (!data || answers !== this.answers) return;
      this.book.refresh(data);
      this.current();
      this.tell(null);
    } catch {
      // Without a network the sheet stays as it was read.
    }
  }
}
