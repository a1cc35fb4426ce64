// The inbox: rows by keyboard, ticks, deciding on many at once with a last look at what was not read.
import "../styles/review.css";
import { dataOf } from "../data";
import { open } from "../dialog";
import { say } from "../page";
import { toast } from "../toast";
import { countDown } from "../undo";

dataOf("review-words");
countDown();

const form = document.querySelector<HTMLFormElement>("#inbox");
if (form) start(form);

function start(inbox: HTMLFormElement): void {
  const rows = [...inbox.querySelectorAll<HTMLElement>(".inboxrow")];
  const boxes = rows.map((row) => row.querySelector<HTMLInputElement>("[name=submission]")!);
  const ticked = (): HTMLInputElement[] => boxes.filter((box) => box.checked);

  const changed = (): void => {
    const count = ticked().length;
    the("chosen-count").textContent = count ? say("chosen_count", { count }) : "";
    the("chosen").classList.toggle("chosen--some", count > 0);
    for (const all of inbox.querySelectorAll<HTMLInputElement>("[data-ticks-all]")) {
      const own = boxesBeside(all);
      all.checked = own.every((box) => box.checked);
      all.indeterminate = !all.checked && own.some((box) => box.checked);
    }
    for (const [place, row] of rows.entries()) {
      row.classList.toggle("inboxrow--ticked", boxes[place]?.checked);
    }
  };

  for (const all of inbox.querySelectorAll<HTMLInputElement>("[data-ticks-all]")) {
    all.hidden = false;
    all.parentElement?.querySelector<HTMLElement>("[data-ticks-words]")?.removeAttribute("hidden");
    all.addEventListener("change", () => {
      for (const box of boxesBeside(all)) box.checked = all.checked;
    });
  }
  inbox.addEventListener("change", changed);
  listenToRowKeys(rows, boxes, changed);
  listenToDeciding(ticked);
  changed();
}

function boxesBeside(all: HTMLInputElement): HTMLInputElement[] {
  const group = all.closest(".inboxgroup");
  return [...(group?.querySelectorAll<HTMLInputElement>("[name=submission]") ?? [])];
}

/** j and k walk through the rows, x ticks; Enter opens, because the row's link has the focus. */
function listenToRowKeys(
  rows: readonly HTMLElement[],
  boxes: readonly HTMLInputElement[],
  changed: () => void,
): void {
  const at = (): number => rows.findIndex((row) => row.contains(document.activeElement));
  const go = (place: number): void => {
    const row = rows[Math.min(Math.max(place, 0), rows.length - 1)];
    row?.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  };
  the("key-next").addEventListener("click", () => go(at() + 1));
  the("key-before").addEventListener("click", () => go(at() - 1));
  the("key-tick").addEventListener("click", () => {
    const box = boxes[at()];
    if (!box) return;
    box.checked = !box.checked;
    changed();
  });
}

function listenToDeciding(ticked: () => HTMLInputElement[]): void {
  const back = the("return-chosen");
  back.hidden = false;
  const some = (): HTMLInputElement[] => {
    const chosen = ticked();
    if (chosen.length === 0) toast({ text: say("nothing_chosen"), tone: "problem" });
    return chosen;
  };
  the("approve-chosen").addEventListener("click", (event) => {
    event.preventDefault();
    const chosen = some();
    if (chosen.length > 0) askToApprove(chosen);
  });
  const common = the("f-remark") as HTMLTextAreaElement;
  back.addEventListener("click", () => {
    const count = some().length;
    if (count === 0) return;
    common.disabled = false;
    words("return-many-yes", say("return_count", { count }));
    the("return-many-needed").textContent = "";
    open("return-many");
    common.focus();
  });
  the("return-many-yes").addEventListener("click", (event) => {
    if (common.value.trim()) {
      (the("return-many") as HTMLDialogElement).close();
      return;
    }
    event.preventDefault();
    the("return-many-needed").textContent = say("remark_needed");
    common.focus();
  });
  the("approve-many-yes").addEventListener("click", () => {
    common.disabled = true; // what was written for sending back does not go with a yes
    (the("approve-many") as HTMLDialogElement).close();
  });
}

function askToApprove(chosen: readonly HTMLInputElement[]): void {
  const unread = chosen.filter((box) => !("opened" in box.dataset));
  const count = chosen.length;
  the("approve-many-words").hidden = unread.length > 0;
  the("approve-many-words").textContent = say("all_opened");
  the("approve-many-unopened").hidden = unread.length === 0;
  the("approve-many-count").textContent = say("unopened_count", { count: unread.length });
  the("approve-many-list").replaceChildren(
    ...unread.map((box) => {
      const item = document.createElement("li");
      item.textContent = box.dataset["title"] ?? "";
      return item;
    }),
  );
  words("approve-many-yes", say("approve_count", { count }));
  open("approve-many");
  the("approve-many-yes").focus();
}

function the(id: string): HTMLElement {
  return document.getElementById(id) as HTMLElement;
}

function words(id: string, text: string): void {
  const span = the(id).querySelector("span");
  if (span) span.textContent = text;
}
