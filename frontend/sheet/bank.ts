// A teacher's own phrases: the list as the server last said it, and the changes this device has not
// sent yet. Changes are sent, not lists, so that two devices without a network do not undo each other.
import { page } from "../page";
import { authedFetch } from "../session";

export type Change =
  | { kind: "put"; text: string; at?: number }
  | { kind: "drop"; text: string }
  | { kind: "reword"; text: string; to: string };

export const MOST_PHRASES = 200;
export const LONGEST_PHRASE = 500;
const MOST_CHANGES = 500;

/** What a change makes of a list; the server does the same (rules/phrases.py). */
export function changed(phrases: readonly string[], changes: readonly Change[]): string[] {
  return changes.reduce<string[]>(after, [...phrases]);
}

function after(phrases: string[], change: Change): string[] {
  const { kind, text } = change;
  const stands = phrases.includes(text);
  const rest = phrases.filter((one) => one !== text);
  if (kind === "drop") return rest;
  if (kind === "put") {
    if (change.at !== undefined) return [...rest.slice(0, change.at), text, ...rest.slice(change.at)];
    return stands ? phrases : [...phrases, text];
  }
  if (change.to === text) return phrases;
  if (phrases.includes(change.to)) return rest;
  const told = phrases.map((one) => (one === text ? change.to : one));
  return stands ? told : [...told, change.to];
}

/** What takes a change of a list back; nothing when it changes nothing. */
export function inverse(phrases: readonly string[], change: Change): Change[] {
  const at = phrases.indexOf(change.text);
  if (change.kind !== "reword") {
    if (at >= 0) return [{ kind: "put", text: change.text, at }];
    return change.kind === "put" ? [{ kind: "drop", text: change.text }] : [];
  }
  if (at < 0) return phrases.includes(change.to) ? [] : [{ kind: "drop", text: change.to }];
  if (phrases.includes(change.to)) return [{ kind: "put", text: change.text, at }];
  return [{ kind: "reword", text: change.to, to: change.text }];
}

type Waiting = Change & { id: string };

interface State {
  known: string[];
  waiting: Waiting[];
}

/** How a phrase is written: one line, single spaces, as the server keeps it. */
export const cleaned = (text: string): string => text.normalize("NFC").replace(/\s+/g, " ").trim();

export class Bank {
  /** Why the server did not take a change; "" when it took them all. */
  problem = "";
  private readonly key: string;
  private readonly urls: { read: string; change: string };
  private readonly store: Storage;
  private readonly taken: Change[][] = [];
  private readonly listeners: (() => void)[] = [];
  private memory: State | null = null;
  private asked: Promise<void> | null = null;
  private sending = false;

  constructor(account: string, urls: { read: string; change: string }, store: Storage = localStorage) {
    this.key = `phrase-bank:${account}`;
    this.urls = urls;
    this.store = store;
    this.merge(`phrases:${account}`);
  }

  get texts(): string[] {
    const { known, waiting } = this.state();
    return changed(known, waiting);
  }

  get waits(): boolean {
    return this.state().waiting.length > 0;
  }

  get canUndo(): boolean {
    return this.taken.length > 0;
  }

  listen(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Changes the list here at once and on the server when it can be reached; false when it is full. */
  change(change: Change): boolean {
    const before = this.texts;
    const back = inverse(before, change);
    if (changed(before, [change]).length > MOST_PHRASES) return false;
    if (back.length) this.taken.push(back);
    this.add([change]);
    return true;
  }

  /** Takes the last change made on this page back. */
  undo(): void {
    const back = this.taken.pop();
    if (back) this.add(back);
  }

  /** Asks the server for the list, once; without a network what was known serves. */
  load(): Promise<void> {
    this.asked ??= this.read().catch(() => {
      this.asked = null;
    });
    return this.asked;
  }

  /** Sends what waits; whatever cannot be sent now is kept. */
  async send(): Promise<void> {
    const batch = this.state().waiting.slice(0, MOST_CHANGES);
    if (this.sending || batch.length === 0) return;
    this.sending = true;
    let more = false;
    try {
      const changes = batch.map(({ id: _id, ...change }) => change);
      const body = JSON.stringify({ changes });
      const headers = { "Content-Type": "application/json" };
      const answer = await authedFetch(this.urls.change, { method: "POST", headers, body });
      if (answer.ok) {
        this.settle(((await answer.json()) as { phrases: string[] }).phrases, batch);
        this.problem = "";
        more = this.waits;
      } else if (answer.status === 422 || answer.status === 400) {
        await this.refused(answer, batch);
      }
    } catch {
      // No network, or nobody signed in again: the changes stay here and go later.
    } finally {
      this.sending = false;
    }
    this.tell();
    if (more) await this.send();
  }

  private async read(): Promise<void> {
    if (this.waits) {
      await this.send();
      return;
    }
    this.settle(await this.listed(), []);
    this.tell();
  }

  private async listed(): Promise<string[]> {
    const headers = { Accept: "application/json" };
    const answer = await fetch(this.urls.read, { headers, credentials: "same-origin" });
    if (!answer.ok) throw new Error(`phrases: ${answer.status}`);
    return ((await answer.json()) as { phrases: string[] }).phrases;
  }

  /** The server did not take a batch: what fits into its list is sent again, the rest is given up. */
  private async refused(answer: Response, batch: readonly Waiting[]): Promise<void> {
    const said = (await answer.json().catch(() => ({}))) as { problems?: { text: string }[] };
    this.problem = said.problems?.map(({ text }) => text).join(" ") ?? "";
    let found = await this.listed();
    const again: Waiting[] = [];
    for (const change of batch) {
      const next = changed(found, [change]);
      if (next.length > MOST_PHRASES || next.some((one) => one.length > LONGEST_PHRASE)) continue;
      again.push(change);
      found = next;
    }
    // Refused though all of it fits: sent again it would be refused for ever.
    const kept = again.length < batch.length ? again : [];
    const gone = batch.filter((one) => !kept.includes(one));
    this.settle(await this.listed(), gone);
  }

  private add(changes: readonly Change[]): void {
    const { known, waiting } = this.state();
    const marked = changes.map((one) => ({ ...one, id: `${Date.now()}-${Math.random()}` }));
    this.write({ known, waiting: [...waiting, ...marked] });
    this.tell();
    void this.send();
  }

  private settle(known: string[], sent: readonly Waiting[]): void {
    const done = new Set(sent.map(({ id }) => id));
    this.write({ known, waiting: this.state().waiting.filter(({ id }) => !done.has(id)) });
  }

  /** Phrases lay only in the browser once: they are put behind what the server has. */
  private merge(legacy: string): void {
    let old: unknown;
    try {
      old = JSON.parse(this.store.getItem(legacy) ?? "null");
    } catch {
      old = null;
    }
    if (!Array.isArray(old)) return;
    const texts = old.filter((one): one is string => typeof one === "string").map(cleaned);
    const puts = [...new Set(texts)]
      .filter((text) => text !== "" && text.length <= LONGEST_PHRASE)
      .slice(0, MOST_PHRASES)
      .map((text, at): Waiting => ({ kind: "put", text, id: `before-${at}` }));
    const { known, waiting } = this.state();
    // Only once they are safe under the new name the old one goes.
    if (this.write({ known, waiting: [...puts, ...waiting] })) this.store.removeItem(legacy);
  }

  private state(): State {
    if (this.memory) return this.memory;
    try {
      const found = JSON.parse(this.store.getItem(this.key) ?? "null") as Partial<State> | null;
      return { known: found?.known ?? [], waiting: found?.waiting ?? [] };
    } catch {
      return { known: [], waiting: [] };
    }
  }

  private write(state: State): boolean {
    try {
      this.store.setItem(this.key, JSON.stringify(state));
      return true;
    } catch {
      // The device keeps nothing: the memory of the page serves until the server has it.
      this.memory = state;
      return false;
    }
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

let shared: Bank | undefined;

/** The bank of the person on this page. */
export function bank(): Bank {
  if (shared) return shared;
  const { phrases: read = "", changePhrases: change = "" } = document.getElementById("sheet")?.dataset ?? {};
  const made = (shared = new Bank(page.account, { read, change }));
  window.addEventListener("online", () => void made.send());
  return made;
}
