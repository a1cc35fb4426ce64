// What is offered for a comment: a teacher's own phrases (bank.ts), and what he has typed before in
// the subject; the latter is kept on this device, under the account.
import type { Bank } from "./bank";

export interface Phrase {
  text: string;
  /** Kept by the teacher himself; the others were only typed before. */
  mine: boolean;
}

const MOST_USED = 200;

export class Phrases {
  private readonly bank: Bank;
  private readonly used: string;
  private readonly store: Storage;

  constructor(account: string, subject: string, bank: Bank, store: Storage = localStorage) {
    this.bank = bank;
    this.used = `phrases:${account}:${subject}`;
    this.store = store;
  }

  /** Remembers a comment that was written; the latest come first. */
  note(text: string): void {
    if (!text) return;
    const rest = this.read(this.used).filter((one) => one !== text);
    this.write(this.used, [text, ...rest].slice(0, MOST_USED));
  }

  /** Phrases that go with what is typed: one's own first, then those typed before, here or elsewhere. */
  suggest(typed: string, here: readonly string[], most = 8): Phrase[] {
    const wanted = folded(typed);
    const mine = this.bank.texts;
    const others = [...this.read(this.used), ...byNumber(here)];
    const all = [
      ...mine.map((text) => ({ text, mine: true })),
      ...others.map((text) => ({ text, mine: false })),
    ];
    const seen = new Set<string>([typed]);
    const found: Phrase[] = [];
    for (const phrase of all) {
      if (seen.has(phrase.text) || !folded(phrase.text).includes(wanted)) continue;
      seen.add(phrase.text);
      found.push(phrase);
      if (found.length === most) break;
    }
    return found;
  }

  private read(key: string): string[] {
    try {
      const found: unknown = JSON.parse(this.store.getItem(key) ?? "[]");
      return Array.isArray(found) ? found.filter((one): one is string => typeof one === "string") : [];
    } catch {
      return [];
    }
  }

  private write(key: string, phrases: readonly string[]): void {
    try {
      this.store.setItem(key, JSON.stringify(phrases));
    } catch {
      // The device keeps nothing: the phrases are a help, not the teacher's work.
    }
  }
}

/** Without marks and capitals, so that "tien bo" finds "Tiến bộ". */
function folded(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("đ", "d");
}

function byNumber(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) if (text) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one).map(([text]) => text);
}

/** A phrase put into a comment: in its place when it is only looked for, else after what stands. */
export function inserted(before: string, phrase: string): string {
  const text = before.trim();
  if (text === "" || folded(phrase).includes(folded(text))) return phrase;
  return /[.!?;,]$/.test(text) ? `${text} ${phrase}` : `${text}. ${phrase}`;
}
