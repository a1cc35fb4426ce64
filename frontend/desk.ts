// The place where files are dropped, and their list: rows made from the page's own template, each
// with how far it is, what is wrong with it, and what the page asks about it.
import { page, say } from "./page";
import { toast } from "./toast";
import { type FileInHand, isBusy, Uploads } from "./uploads";

const MEGABYTE = 1024 * 1024;

export interface DeskHooks {
  /** A row was made: the page fills in what it asks about a file. */
  made?(row: HTMLElement, file: FileInHand): void;
  /** Something changed: a file's state, or the list. */
  changed(): void;
}

export class Desk {
  readonly uploads: Uploads;
  private readonly rows = new Map<string, HTMLElement>();
  private readonly list: HTMLElement;
  private readonly template: HTMLTemplateElement;
  private readonly input: HTMLInputElement;
  private readonly hooks: DeskHooks;

  constructor(name: string, endpoint: string, purpose: string, hooks: DeskHooks) {
    this.hooks = hooks;
    this.list = the(`${name}-list`);
    this.template = the<HTMLTemplateElement>(`${name}-row`);
    this.input = the<HTMLInputElement>(`${name}-files`);
    this.uploads = new Uploads(endpoint, purpose, {
      changed: (file) => this.show(file),
      gone: (file) => this.hide(file),
    });
    this.listen(the(`${name}-drop`));
  }

  /** The files with their rows, in the order of the list. */
  get entries(): { file: FileInHand; row: HTMLElement }[] {
    return [...this.uploads.files.values()].flatMap((file) => {
      const row = this.rows.get(file.key);
      return row ? [{ file, row }] : [];
    });
  }

  row(file: FileInHand): HTMLElement | undefined {
    return this.rows.get(file.key);
  }

  /** Takes files up one after another; returns those that were new. */
  async add(files: Iterable<File>): Promise<FileInHand[]> {
    const added: FileInHand[] = [];
    for (const file of files) {
      if (!this.input.multiple && this.uploads.files.size > 0) {
        toast({ text: say("upload_one_only"), tone: "problem" });
        break;
      }
      const made = await this.uploads.add(file);
      if (made) added.push(made);
      else toast({ text: say("upload_twice", { name: file.name }), tone: "problem" });
    }
    return added;
  }

  /** Shows sentences at a file; none takes them away. */
  complain(file: FileInHand, sentences: readonly string[]): void {
    const row = this.rows.get(file.key);
    if (row) complain(row, sentences);
  }

  private listen(zone: HTMLElement): void {
    this.input.addEventListener("change", () => {
      const chosen = [...(this.input.files ?? [])];
      this.input.value = "";
      if (!this.input.dispatchEvent(new CustomEvent("chosen", { detail: chosen, cancelable: true })))
        return;
      void this.add(chosen);
    });
    for (const name of ["dragenter", "dragover"] as const) {
      document.addEventListener(name, (event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        zone.classList.add("drop--over");
      });
    }
    document.addEventListener("dragleave", (event) => {
      if (event.relatedTarget === null) zone.classList.remove("drop--over");
    });
    document.addEventListener("drop", (event) => {
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      zone.classList.remove("drop--over");
      void this.add([...event.dataTransfer.files]);
    });
    window.addEventListener("beforeunload", (event) => {
      const onWay = [...this.uploads.files.values()].some(
        (file) => isBusy(file) && file.state !== "checking",
      );
      if (onWay) event.preventDefault();
    });
  }

  private show(file: FileInHand): void {
    const row = this.rows.get(file.key) ?? this.make(file);
    row.dataset["state"] = file.state;
    const percent = file.size ? Math.floor((100 * file.sent) / file.size) : 0;
    const bar = part<HTMLProgressElement>(row, "bar");
    bar.hidden = !isBusy(file) && file.state !== "lost";
    if (file.state === "checking") bar.removeAttribute("value");
    else bar.value = percent;
    const words = file.state === "ready" && file.pages ? "upload_ready_pages" : `upload_${file.state}`;
    part(row, "state").textContent = say(words, { percent, pages: file.pages ?? 0 });
    act(row, "pause").hidden = file.state !== "sending";
    act(row, "resume").hidden = file.state !== "paused" && file.state !== "stuck";
    if (file.problems.length > 0 || file.state !== "ready") complain(row, file.problems);
    const notes = part(row, "notes");
    notes.hidden = file.notes.length === 0;
    notes.replaceChildren(...file.notes.map((text) => element("li", text)));
    this.hooks.changed();
  }

  private make(file: FileInHand): HTMLElement {
    const row = this.template.content.firstElementChild?.cloneNode(true) as HTMLElement;
    part(row, "name").textContent = file.name;
    part(row, "size").textContent = shownSize(file.size);
    act(row, "pause").addEventListener("click", () => this.uploads.pauseOne(file));
    act(row, "resume").addEventListener("click", () => this.uploads.resumeOne(file));
    const remove = act(row, "remove");
    remove.setAttribute("aria-label", say("upload_remove", { name: file.name }));
    remove.addEventListener("click", () => void this.remove(file, remove));
    this.rows.set(file.key, row);
    this.list.append(row);
    this.hooks.made?.(row, file);
    return row;
  }

  private async remove(file: FileInHand, button: HTMLButtonElement): Promise<void> {
    button.disabled = true;
    const after = this.rows.get(file.key)?.nextElementSibling as HTMLElement | null;
    try {
      await this.uploads.remove(file);
      (after ?? this.input).focus();
    } catch {
      button.disabled = false;
      toast({ text: say("upload_not_removed", { name: file.name }), tone: "problem" });
    }
  }

  private hide(file: FileInHand): void {
    this.rows.get(file.key)?.remove();
    this.rows.delete(file.key);
    this.hooks.changed();
  }
}

export function part<T extends HTMLElement = HTMLElement>(row: HTMLElement, name: string): T {
  return row.querySelector<T>(`[data-part="${name}"]`) as T;
}

export function the<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

export function element(tag: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

function act(row: HTMLElement, name: string): HTMLButtonElement {
  return row.querySelector<HTMLButtonElement>(`[data-act="${name}"]`) as HTMLButtonElement;
}

function complain(row: HTMLElement, sentences: readonly string[]): void {
  part(row, "problems").replaceChildren(...sentences.map((text) => element("p", text)));
}

export function shownSize(bytes: number): string {
  if (bytes < MEGABYTE) return `${Math.ceil(bytes / 1024)} KB`;
  return `${(bytes / MEGABYTE).toFixed(1).replace(".", page.words["decimal"] ?? ",")} MB`;
}
