// A version beside the remark box: reading, remarking, deciding, going on to the next.
import "../styles/viewer.css";
import "../styles/review.css";
import { dataOf } from "../data";
import { wasTakenIn } from "../parts";
import { say } from "../page";
import { Remarks } from "../remarks";
import { countDown } from "../undo";
import { Viewer } from "../viewer";

dataOf("review-words");
countDown();

const form = document.querySelector<HTMLFormElement>("#decision");
const remarks = form && startDeciding(form);
const box = document.getElementById("viewer");
const viewer = box?.dataset["url"]
  ? new Viewer(box, (page) => remarks?.follow(page))
  : undefined;

// A remark on an earlier version leads to the same page of this one: has it been mended?
document.addEventListener("click", (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-page]");
  if (!link || !viewer) return;
  event.preventDefault();
  viewer.goTo(Number(link.dataset["page"]));
});

function startDeciding(decision: HTMLFormElement): Remarks {
  const needed = document.getElementById("remark-needed") as HTMLElement;
  const count = document.getElementById("remark-count");
  const cards = document.getElementById("remark-cards") as HTMLElement;
  let made: Remarks | undefined;
  const changed = (): void => {
    const written = made?.texts.length ?? 0;
    if (written > 0) needed.textContent = "";
    if (!count) return;
    count.textContent = String(written);
    count.hidden = written === 0;
  };
  const list = new Remarks(cards, decision.dataset["submission"] ?? "", changed);
  made = list;
  changed();
  const sheet = startSheet(list);

  const add = document.getElementById("add-remark");
  if (add) add.hidden = false;
  add?.addEventListener("click", () => list.add());

  // Nothing is sent back without a word: the box is where the focus goes instead.
  decision.addEventListener(
    "submit",
    (event) => {
      const button = event.submitter as HTMLButtonElement | null;
      if (button?.value !== "tra-lai" || list.texts.length > 0) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      needed.textContent = say("remark_needed");
      sheet(true);
      list.focus();
    },
    { capture: true },
  );
  decision.addEventListener("htmx:afterRequest", (event) => {
    const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
    if (wasTakenIn(xhr.status)) list.sent();
    else document.getElementById("problems")?.scrollIntoView({ block: "center" });
  });
  return list;
}

/** On a phone the remarks lie in a sheet above the bar; on a desk they stand beside the file. */
function startSheet(list: Remarks): (open: boolean) => void {
  document.body.classList.add("reviewing");
  const panel = document.getElementById("decide") as HTMLElement;
  const bar = document.getElementById("reviewbar") as HTMLElement;
  const opener = document.getElementById("open-remarks") as HTMLElement;
  const closer = document.getElementById("decide-close") as HTMLElement;
  bar.hidden = false;
  closer.hidden = false;
  const set = (open: boolean): void => {
    panel.classList.toggle("decide--open", open);
    opener.setAttribute("aria-expanded", String(open));
  };
  opener.addEventListener("click", () => {
    const open = opener.getAttribute("aria-expanded") !== "true";
    set(open);
    if (open) list.focus();
  });
  closer.addEventListener("click", () => {
    set(false);
    opener.focus();
  });
  // Escape leaves the writing: back to the file, where single keys decide.
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = opener.getAttribute("aria-expanded") === "true";
    set(false);
    (open ? opener : document.querySelector<HTMLElement>(".viewer__pages"))?.focus();
  });
  return set;
}
