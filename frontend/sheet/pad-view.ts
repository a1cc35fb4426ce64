// The large pad under the thumb. Its keys never take the focus from the cell.
import { say } from "../page";
import { make } from "./draw";
import { press, type Pressed } from "./pad";

export interface PadActs {
  /** What stands in the cell, and whether the next key writes over it. */
  text(): { text: string; fresh: boolean };
  pressed(made: Pressed): void;
  next(): void;
  take(): void;
  hide(): void;
}

const SCORES = ["7", "8", "9", "back", "4", "5", "6", "V", "1", "2", "3", "10", ",", "0", "next"];
const COMMENTS = ["Đ", "CĐ", "V", "back", "next"];

export class Pad {
  readonly box = make("div", { class: "pad", role: "group" });
  private readonly acts: PadActs;
  private readonly name = make("p", { class: "pad__name" });
  private readonly offered = make("button", { type: "button", class: "button button--yes pad__offer" });

  constructor(byComments: boolean, acts: PadActs) {
    this.acts = acts;
    this.box.setAttribute("aria-label", say("sheet_pad"));
    const hide = make("button", { type: "button", class: "plainbutton" }, say("sheet_pad_hide"));
    hide.addEventListener("click", () => acts.hide());
    this.offered.hidden = true;
    this.offered.addEventListener("click", () => acts.take());
    const top = make("div", { class: "pad__top" }, this.name, this.offered, hide);
    const keys = (byComments ? COMMENTS : SCORES).map((key) => this.key(key));
    const kind = byComments ? "pad__keys pad__keys--comments" : "pad__keys";
    this.box.append(top, make("div", { class: kind }, ...keys));
    this.box.addEventListener("mousedown", (event) => event.preventDefault());
    this.box.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  /** Says whose mark is typed. */
  here(name: string, column: string): void {
    this.name.replaceChildren(make("strong", {}, name), ` ${column}`);
  }

  /** Offers what was probably meant; "" offers nothing. */
  offer(meant: string, text: string): void {
    this.offered.hidden = meant === "";
    this.name.hidden = meant !== "";
    this.offered.textContent = say("sheet_pad_offer", { meant, text });
  }

  private key(key: string): HTMLButtonElement {
    const words: Record<string, string> = {
      back: say("sheet_pad_back"),
      next: say("sheet_pad_next"),
      V: say("sheet_pad_absent"),
      ",": say("sheet_pad_comma"),
    };
    const signs: Record<string, string> = { back: "⌫", next: say("sheet_pad_next"), V: "V" };
    const made = make(
      "button",
      { type: "button", class: `pad__key pad__key--${/\w/.test(key) ? key : "sign"}`, "aria-label": words[key] },
      signs[key] ?? key,
    );
    made.addEventListener("click", () => {
      if (key === "next") this.acts.next();
      else {
        const { text, fresh } = this.acts.text();
        this.acts.pressed(press(text, key, fresh));
      }
    });
    return made;
  }
}
