// The lines above the sheet: what is saved and what waits, what needs a reason, what was not taken,
// what somebody else changed, what is still missing.
import { say } from "../page";
import { the } from "../desk";
import { button, clock, make } from "./draw";
import type { Sheet } from "./sheet";
import type { Place } from "./types";

export interface BarActs {
  /** Leads to the next cell that was not taken. */
  next(place: Place): void;
  decide(): void;
}

const REASONS = ["sheet_reason_typo", "sheet_reason_again", "sheet_reason_sum", "sheet_reason_pupil"];

export class Bars {
  private readonly sheet: Sheet;
  private readonly acts: BarActs;
  private said = "";
  private seen = -1;
  private speech = 0;

  constructor(sheet: Sheet, acts: BarActs) {
    this.sheet = sheet;
    this.acts = acts;
    this.reasons();
    this.leftovers();
    sheet.listen(() => this.show());
    this.show();
  }

  private show(): void {
    const { kept } = this.sheet.book;
    const count = (state: string): number => kept.filter((cell) => cell.state === state).length;
    this.status(count("waiting"));
    this.reasonBar(count("reason"));
    this.troubles(count("refused"), count("conflict"));
  }

  private status(waiting: number): void {
    const { sheet } = this;
    const tone = waiting === 0 ? (sheet.kept ? "waiting" : "saved") : sheet.trouble === "" ? "sending" : "waiting";
    const key = sheet.lasting ? "sheet_waiting" : "sheet_waiting_unkept";
    let text: string;
    if (waiting === 0 && sheet.kept) text = say("sheet_kept");
    else if (waiting === 0) {
      text = sheet.savedAt ? say("sheet_saved_at", { time: clock(sheet.savedAt) }) : say("sheet_all_saved");
    } else if (sheet.trouble === "signed_out") text = say("sheet_signed_out", { count: waiting });
    else if (sheet.trouble) text = say(key, { count: waiting });
    else text = say("sheet_sending", { count: waiting });
    const box = the("sheet-status");
    box.dataset["tone"] = tone;
    if (this.said === text) return;
    this.said = text;
    the("sheet-status-text").textContent = text;
    the("sheet-retry").hidden = sheet.trouble === "";
    the("sheet-retry").textContent =
      sheet.trouble === "signed_out" ? say("sheet_sign_in") : say("sheet_retry");
    this.speak(text, tone);
  }

  /** A screen reader hears the outcome, not every step on the way. */
  private speak(text: string, tone: string): void {
    window.clearTimeout(this.speech);
    if (tone === "sending") return;
    this.speech = window.setTimeout(() => {
      the("sheet-spoken").textContent = text;
    }, 1000);
  }

  private reasons(): void {
    const choices = REASONS.map((key) =>
      button(say(key), "", () => this.sheet.giveReason(say(key))),
    );
    const field = the<HTMLInputElement>("reason-text");
    the("reason-choices").prepend(...choices);
    the("reason-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const text = field.value.trim();
      if (text) this.sheet.giveReason(text);
      else field.focus();
    });
    the("reason-change").addEventListener("click", () => {
      this.sheet.giveReason("");
      this.show();
      the("reason-choices").querySelector("button")?.focus();
    });
    the("sheet-retry").addEventListener("click", () => this.sheet.retry());
  }

  private asked = false;

  private reasonBar(waiting: number): void {
    const { reason } = this.sheet.book;
    if (waiting > 0) this.asked = true;
    the("reason").hidden = waiting === 0 && !reason && !this.asked;
    the("reason-choices").hidden = reason !== "";
    the("reason-given").hidden = reason === "";
    the("reason-now").textContent = reason;
    the("reason-count").textContent = waiting ? say("sheet_reason_waiting", { count: waiting }) : "";
  }

  private troubles(refused: number, conflicts: number): void {
    const parts: Node[] = [];
    if (conflicts) {
      const decide = button(say("sheet_decide"), "", () => this.acts.decide());
      parts.push(this.bar("conflict", say("sheet_conflicts", { count: conflicts }), decide));
    }
    if (refused) {
      const next = button(say("sheet_next"), "", () => this.next());
      parts.push(this.bar("refused", say("sheet_refused", { count: refused }), next));
    }
    const box = the("sheet-troubles");
    const text = parts.map((part) => part.textContent).join("");
    if (box.dataset["said"] === text) return;
    box.dataset["said"] = text;
    box.replaceChildren(...parts);
  }

  private bar(kind: string, text: string, act: Node): HTMLElement {
    return make("div", { class: `sheet__bar sheet__bar--${kind}` }, make("p", {}, text), act);
  }

  private next(): void {
    const { book } = this.sheet;
    const bad = book.kept
      .filter(({ state }) => state === "refused")
      .flatMap((cell) => book.placeOf(cell) ?? [])
      .sort((one, other) => one.column - other.column || one.row - other.row);
    if (bad.length === 0) return;
    this.seen = (this.seen + 1) % bad.length;
    this.acts.next(bad[this.seen]!);
  }

  /** What else lies on this device: another person's cells are told of and never touched. */
  private leftovers(): void {
    const { account } = this.sheet.book;
    const lines = this.sheet.leftovers.map((one) => {
      const key = one.account === account ? "sheet_left_mine" : "sheet_left_theirs";
      const values = { count: one.cells, name: one.name || say("sheet_somebody"), sheet: one.label };
      return make("p", {}, say(key, values));
    });
    the("sheet-leftovers").replaceChildren(...lines);
    the("sheet-leftovers").hidden = lines.length === 0;
  }
}
