// The remarks a reviewer writes: one card each, bound to a page that follows the page in view until
// something is written; kept on this device until they are sent; short ones offered again later.
import { keepValues, keptValues } from "./keep";
import { page as here, say } from "./page";
import { toast } from "./toast";

const SHORT = 120;
const OFFERED = 6;
const REMEMBERED = 20;

export class Remarks {
  private readonly list: HTMLElement;
  private readonly blank: HTMLElement;
  private readonly name: string;
  private readonly changed: () => void;
  private inView = 0;
  private numbered = 1;
  /** The card that is written in, or will be. */
  private current: HTMLElement;

  constructor(list: HTMLElement, submission: string, changed: () => void) {
    this.list = list;
    this.name = `remarks-${submission}`;
    this.changed = changed;
    this.current = list.firstElementChild as HTMLElement;
    this.blank = this.current.cloneNode(true) as HTMLElement;
    this.bind(this.current);
    this.bringBack();
    this.offerPhrases();
  }

  get texts(): string[] {
    return this.cards.map((card) => textOf(card).value.trim()).filter(Boolean);
  }

  /** The page in view is another: an empty card follows it. */
  follow(page: number): void {
    this.inView = page;
    if (textOf(this.current).value === "") this.setPage(this.current, page);
  }

  /** Opens a card for the page in view, or goes back to the empty one. */
  add(): void {
    const empty = this.cards.find((card) => textOf(card).value === "");
    this.current = empty ?? this.append();
    this.setPage(this.current, this.inView);
    textOf(this.current).focus();
  }

  focus(): void {
    textOf(this.current).focus();
  }

  /** They have been sent: forgotten here, short ones remembered for another time. */
  sent(): void {
    remember(this.texts);
    keepValues(this.name, {});
  }

  private get cards(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>(".remarkcard")];
  }

  private append(): HTMLElement {
    const card = this.blank.cloneNode(true) as HTMLElement;
    this.numbered += 1;
    textOf(card).id = `remark-${this.numbered}`;
    const label = card.querySelector<HTMLLabelElement>("[data-part=label]");
    if (label) label.htmlFor = textOf(card).id;
    this.list.append(card);
    this.bind(card);
    this.tidy();
    return card;
  }

  private bind(card: HTMLElement): void {
    card.addEventListener("input", () => this.keep());
    card.addEventListener("focusin", () => (this.current = card));
    pageOf(card).addEventListener("change", () => this.label(card));
    card.querySelector("[data-act=remove]")?.addEventListener("click", () => this.remove(card));
  }

  private remove(card: HTMLElement): void {
    const before = card.previousElementSibling;
    card.remove();
    this.current = this.cards.at(-1) ?? this.append();
    this.keep();
    this.focus();
    toast({
      text: say("remark_removed"),
      action: {
        label: say("take_back"),
        run: () => {
          if (before) before.after(card);
          else this.list.prepend(card);
          this.current = card;
          this.keep();
        },
      },
    });
  }

  private setPage(card: HTMLElement, page: number): void {
    const select = pageOf(card);
    const value = page ? String(page) : "";
    if ([...select.options].some((option) => option.value === value)) select.value = value;
    this.label(card);
  }

  private label(card: HTMLElement): void {
    const page = pageOf(card).value;
    const words = page ? say("remark_for_page", { page }) : say("remark_for_whole");
    const label = card.querySelector<HTMLElement>("[data-part=label]");
    if (label) label.textContent = words;
  }

  private keep(): void {
    const written = this.cards.filter((card) => textOf(card).value !== "");
    keepValues(this.name, {
      text: written.map((card) => textOf(card).value),
      page: written.map((card) => pageOf(card).value),
    });
    this.tidy();
  }

  private tidy(): void {
    const cards = this.cards;
    for (const card of cards) {
      const button = card.querySelector<HTMLElement>("[data-act=remove]");
      if (button) button.hidden = cards.length === 1 && textOf(card).value === "";
    }
    this.changed();
  }

  private bringBack(): void {
    const kept = keptValues(this.name);
    for (const [place, text] of (kept?.["text"] ?? []).entries()) {
      const card = place === 0 ? this.current : this.append();
      textOf(card).value = text;
      this.setPage(card, Number(kept?.["page"]?.[place] ?? 0));
    }
    for (const card of this.cards) this.label(card);
    this.tidy();
  }

  private offerPhrases(): void {
    const box = document.getElementById("phrases");
    const list = box?.querySelector("ul");
    const known = phrases().slice(0, OFFERED);
    if (!box || !list || known.length === 0) return;
    box.hidden = false;
    list.replaceChildren(
      ...known.map((phrase) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "phrase";
        button.textContent = phrase;
        button.addEventListener("click", () => this.insert(phrase));
        const item = document.createElement("li");
        item.append(button);
        return item;
      }),
    );
  }

  private insert(phrase: string): void {
    const text = textOf(this.current);
    text.value = [text.value.trimEnd(), phrase].filter(Boolean).join("\n");
    this.keep();
    text.focus();
  }
}

function textOf(card: HTMLElement): HTMLTextAreaElement {
  return card.querySelector<HTMLTextAreaElement>("[data-part=text]") as HTMLTextAreaElement;
}

function pageOf(card: HTMLElement): HTMLSelectElement {
  return card.querySelector<HTMLSelectElement>("[data-part=page]") as HTMLSelectElement;
}

const phrasesKey = (): string => `phrases-${here.account}`;

function phrases(): string[] {
  return keptValues(phrasesKey())?.["used"] ?? [];
}

/** Short remarks that were just used come first in the list of phrases. */
function remember(texts: readonly string[]): void {
  const short = texts.filter((text) => text.length <= SHORT && !text.includes("\n"));
  const used = [...new Set([...short, ...phrases()])].slice(0, REMEMBERED);
  if (used.length > 0) keepValues(phrasesKey(), { used });
}
