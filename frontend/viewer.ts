// A PDF read on the page: pages drawn as they come near and let go when they are far, text that can
// be selected, the page in view known to whoever asks. Nothing in the file can act: only pictures
// and text are made from it.
import type { PDFDocumentLoadingTask, PDFDocumentProxy, RenderTask } from "pdfjs-dist";
import { TextLayer } from "pdfjs-dist/legacy/build/pdf.mjs";
import { say } from "./page";
import { openPdf } from "./pdf";
import { authedFetch } from "./session";

const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
const MOST_PIXELS = 5_000_000;
const SHARPEST = 2;
const BETWEEN = 8;
const ASK_FIRST_MS = 2000;
const ASK_SLOWEST_MS = 15000;

interface Drawn {
  stop(): void;
}

export class Viewer {
  private readonly box: HTMLElement;
  private readonly scroller: HTMLElement;
  private readonly inView: (page: number, count: number) => void;
  private loading: PDFDocumentLoadingTask | undefined;
  private pdf: PDFDocumentProxy | undefined;
  private pages: HTMLElement[] = [];
  private readonly drawn = new Map<number, Drawn>();
  private readonly seen = new Map<number, number>();
  private watchers: IntersectionObserver[] = [];
  private zoom = 1;
  private width = 0;
  private wanted = Number(/^#trang-(\d{1,4})$/.exec(location.hash)?.[1] ?? 0);
  page = 1;

  constructor(box: HTMLElement, inView: (page: number, count: number) => void = () => {}) {
    this.box = box;
    this.scroller = box.querySelector<HTMLElement>(".viewer__pages") as HTMLElement;
    this.inView = inView;
    this.listen();
    void this.start();
  }

  get count(): number {
    return this.pages.length;
  }

  /** Brings a page into sight and lets it shine for a moment. */
  goTo(page: number): void {
    const place = this.pages[Math.min(Math.max(page, 1), this.count) - 1];
    if (!place) {
      this.wanted = page;
      return;
    }
    this.scrollTo(place);
    place.classList.remove("viewer__page--found");
    requestAnimationFrame(() => place.classList.add("viewer__page--found"));
  }

  private async start(): Promise<void> {
    this.tell(say("viewer_opening"), true);
    try {
      if (await this.becomesReadable()) await this.open();
      else this.box.remove();
    } catch {
      this.tell(say("viewer_failed"), false);
      this.button("retry").hidden = false;
    }
  }

  /** Waits while the server makes a PDF of a Word file; false when there will be none. */
  private async becomesReadable(): Promise<boolean> {
    const ask = this.box.dataset["ask"];
    if (!ask) return true;
    this.tell(say("viewer_converting"), true);
    for (let pause = ASK_FIRST_MS; ; pause = Math.min(pause * 1.5, ASK_SLOWEST_MS)) {
      const answer = await authedFetch(ask);
      const { rendition } = (await answer.json()) as { rendition: string };
      if (rendition === "done" || rendition === "itself") return true;
      if (rendition !== "waiting") {
        location.reload();
        return new Promise(() => {});
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  private async open(): Promise<void> {
    this.loading = openPdf(this.box.dataset["url"] ?? "");
    this.loading.onProgress = ({ loaded, total }: { loaded: number; total: number }) => {
      const bar = this.box.querySelector<HTMLProgressElement>("progress");
      if (bar && total > 0) bar.value = Math.min(loaded / total, 1);
    };
    this.pdf = await this.loading.promise;
    const first = (await this.pdf.getPage(1)).getViewport({ scale: 1 });
    this.pages = Array.from({ length: this.pdf.numPages }, (_, index) => {
      const place = document.createElement("div");
      place.className = "viewer__page";
      place.dataset["page"] = String(index + 1);
      place.setAttribute("role", "group");
      const words = { page: index + 1, count: this.pdf?.numPages ?? 0 };
      place.setAttribute("aria-label", say("viewer_page", words));
      place.style.aspectRatio = `${first.width} / ${first.height}`;
      return place;
    });
    this.box.classList.add("viewer--open");
    this.scroller.replaceChildren(...this.pages);
    const field = this.box.querySelector<HTMLInputElement>("[data-part=page]");
    if (field) field.max = String(this.count);
    this.watch();
    this.show(1);
    if (this.wanted) this.goTo(this.wanted);
  }

  /** Draws pages one screen ahead, lets go of those two screens away, and knows which is in view. */
  private watch(): void {
    for (const watcher of this.watchers) watcher.disconnect();
    const root = this.scrollsItself ? this.scroller : null;
    const near = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const page = Number((target as HTMLElement).dataset["page"]);
          if (isIntersecting) void this.draw(page);
          else this.letGo(page);
        }
      },
      { root, rootMargin: "100% 0px" },
    );
    const here = new IntersectionObserver(
      (entries) => {
        for (const { target, intersectionRect } of entries) {
          this.seen.set(Number((target as HTMLElement).dataset["page"]), intersectionRect.height);
        }
        const [best] = [...this.seen].sort((one, two) => two[1] - one[1] || one[0] - two[0]);
        if (best && best[1] > 0) this.show(best[0]);
      },
      { root, threshold: [0, 0.2, 0.4, 0.6, 0.8, 1] },
    );
    this.watchers = [near, here];
    for (const place of this.pages) for (const watcher of this.watchers) watcher.observe(place);
    this.width = this.scroller.clientWidth;
  }

  private show(page: number): void {
    this.page = page;
    const field = this.box.querySelector<HTMLInputElement>("[data-part=page]");
    if (field && document.activeElement !== field) field.value = String(page);
    const count = this.box.querySelector<HTMLElement>("[data-part=count]");
    if (count) count.textContent = String(this.count);
    this.inView(page, this.count);
  }

  private async draw(number: number): Promise<void> {
    const place = this.pages[number - 1];
    if (!this.pdf || !place || this.drawn.has(number)) return;
    let task: RenderTask | undefined;
    let text: TextLayer | undefined;
    let stopped = false;
    this.drawn.set(number, {
      stop: () => {
        stopped = true;
        task?.cancel();
        text?.cancel();
        for (const canvas of place.querySelectorAll("canvas")) canvas.width = canvas.height = 0;
        place.replaceChildren();
      },
    });
    try {
      const page = await this.pdf.getPage(number);
      if (stopped) return;
      const whole = page.getViewport({ scale: 1 });
      place.style.aspectRatio = `${whole.width} / ${whole.height}`;
      const scale = place.clientWidth / whole.width;
      const canvas = document.createElement("canvas");
      const viewport = page.getViewport({ scale: scale * sharpness(whole, scale) });
      canvas.width = Math.floor(viewport.width);
      canvas.height = Math.floor(viewport.height);
      task = page.render({ canvas, viewport });
      await task.promise;
      const layer = document.createElement("div");
      layer.className = "textLayer";
      layer.style.setProperty("--total-scale-factor", String(scale));
      text = new TextLayer({
        textContentSource: page.streamTextContent(),
        container: layer,
        viewport: page.getViewport({ scale }),
      });
      if (stopped) return;
      place.replaceChildren(canvas, layer);
      await text.render();
      page.cleanup();
    } catch (error) {
      if (stopped || (error as Error).name === "RenderingCancelledException") return;
      place.textContent = say("viewer_page_failed", { page: number });
    }
  }

  private letGo(number: number): void {
    this.drawn.get(number)?.stop();
    this.drawn.delete(number);
  }

  /** Draws what is near again, for another size. */
  private drawAgain(): void {
    const place = this.page;
    for (const number of [...this.drawn.keys()]) this.letGo(number);
    this.watch();
    const again = this.pages[place - 1];
    if (again) this.scrollTo(again);
  }

  private setZoom(steps: number): void {
    const at = ZOOMS.indexOf(this.zoom);
    const next = steps === 0 ? 1 : (ZOOMS[at + steps] ?? this.zoom);
    if (next === this.zoom) return;
    this.zoom = next;
    this.scroller.style.setProperty("--zoom", String(next));
    this.drawAgain();
  }

  private listen(): void {
    const press = (name: string, act: () => void): void =>
      this.box.querySelector(`[data-act=${name}]`)?.addEventListener("click", act);
    press("prev", () => this.goTo(this.page - 1));
    press("next", () => this.goTo(this.page + 1));
    press("smaller", () => this.setZoom(-1));
    press("larger", () => this.setZoom(1));
    press("fit", () => this.setZoom(0));
    press("retry", () => {
      this.button("retry").hidden = true;
      void this.start();
    });
    const field = this.box.querySelector<HTMLInputElement>("[data-part=page]");
    field?.addEventListener("change", () => this.goTo(Number(field.value)));
    field?.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.goTo(Number(field.value));
    });
    document.addEventListener("keydown", (event) => this.turn(event));
    let slow = 0;
    new ResizeObserver(() => {
      window.clearTimeout(slow);
      slow = window.setTimeout(() => {
        if (this.count && Math.abs(this.scroller.clientWidth - this.width) > 2) this.drawAgain();
      }, 200);
    }).observe(this.scroller);
    window.addEventListener("pagehide", () => void this.loading?.destroy());
  }

  /** PageUp and PageDown read on, wherever the focus is, unless somebody types. */
  private turn(event: KeyboardEvent): void {
    if (event.key !== "PageDown" && event.key !== "PageUp") return;
    const typing = event.target instanceof HTMLElement && event.target.matches("textarea, select");
    if (typing || event.ctrlKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (!this.scrollsItself) return;
    event.preventDefault();
    const step = this.scroller.clientHeight * 0.9;
    this.scroller.scrollBy({ top: event.key === "PageDown" ? step : -step });
  }

  private scrollTo(place: HTMLElement): void {
    if (this.scrollsItself) this.scroller.scrollTo({ top: place.offsetTop - BETWEEN });
    else place.scrollIntoView({ block: "start" });
  }

  /** On a desk the file scrolls beside the rest; on a phone the whole page does. */
  private get scrollsItself(): boolean {
    return getComputedStyle(this.scroller).getPropertyValue("--scrolls").trim() === "yes";
  }

  private button(name: string): HTMLButtonElement {
    return this.box.querySelector<HTMLButtonElement>(`[data-act=${name}]`) as HTMLButtonElement;
  }

  private tell(text: string, busy: boolean): void {
    const state = this.box.querySelector<HTMLElement>("[data-part=state]");
    if (state) state.textContent = text;
    const bar = this.box.querySelector<HTMLProgressElement>("progress");
    if (bar) bar.hidden = !busy;
  }
}

function sharpness(page: { width: number; height: number }, scale: number): number {
  const most = Math.sqrt(MOST_PIXELS / (page.width * page.height * scale * scale));
  return Math.min(window.devicePixelRatio || 1, SHARPEST, most);
}
