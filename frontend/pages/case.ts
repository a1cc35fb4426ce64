// A case of correction: the evidence that came as PDF is read on the page, beside the marks.
import "../styles/case.css";
import { dataOf } from "../data";
import { say } from "../page";
import { openPdf } from "../pdf";

const MOST_PAGES = 40;
const SHARPEST = 2;

/** Draws the pages of a file one under another, as wide as their place. */
async function draw(box: HTMLElement): Promise<void> {
  const pdf = await openPdf(box.dataset["pdf"] ?? "").promise;
  const count = Math.min(pdf.numPages, MOST_PAGES);
  for (let no = 1; no <= count; no++) {
    const page = await pdf.getPage(no);
    const sharp = Math.min(window.devicePixelRatio || 1, SHARPEST);
    const scale = (box.clientWidth * sharp) / page.getViewport({ scale: 1 }).width;
    const viewport = page.getViewport({ scale });
    const canvas = document.createElement("canvas");
    canvas.width = Math.floor(viewport.width);
    canvas.height = Math.floor(viewport.height);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", say("pdf_page", { page: no, count: pdf.numPages }));
    box.append(canvas);
    await page.render({ canvas, viewport }).promise;
  }
}

function listen(button: HTMLButtonElement, box: HTMLElement): void {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.hidden = true;
    box.hidden = false;
    draw(box).catch(() => {
      const said = document.createElement("p");
      said.textContent = say("pdf_failed");
      box.replaceChildren(said);
    });
  });
}

dataOf("case-words");
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-act=show-pdf]")) {
  const box = button.parentElement?.querySelector<HTMLElement>("[data-pdf]");
  if (box) listen(button, box);
}
