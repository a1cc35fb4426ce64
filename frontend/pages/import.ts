// Taking a table in: one file, checked by the server, then read by it.
import { dataOf, problemsIn } from "../data";
import { Desk, element, the } from "../desk";
import { say } from "../page";
import { authedFetch } from "../session";
import { toast } from "../toast";

interface Data {
  urls: { uploads: string; send: string };
  kind?: string;
  /** What else the server is told of the file: for which page of the gradebook it is. */
  extra?: Record<string, unknown>;
}

/** The boxes that are ticked beside the file, by name. */
function options(): Record<string, boolean> {
  const boxes = document.querySelectorAll<HTMLInputElement>("input[data-import-option]");
  return Object.fromEntries([...boxes].map((box) => [box.name, box.checked]));
}

class ImportForm {
  private readonly data: Data;
  private readonly desk: Desk;
  private readonly button = the<HTMLButtonElement>("begin-import");
  private sending = false;

  constructor(data: Data) {
    this.data = data;
    this.desk = new Desk("import", data.urls.uploads, "import", { changed: () => this.changed() });
    this.button.addEventListener("click", () => void this.send());
    void this.desk.uploads.load().finally(() => this.changed());
  }

  private get upload(): string | undefined {
    return this.desk.entries.find(({ file }) => file.state === "ready")?.file.id;
  }

  private changed(): void {
    this.button.disabled = !this.upload || this.sending;
  }

  private async send(): Promise<void> {
    const upload = this.upload;
    if (!upload || this.sending) return;
    this.sending = true;
    this.changed();
    try {
      const answer = await authedFetch(this.data.urls.send, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ upload, kind: this.data.kind, ...this.data.extra, ...options() }),
      });
      const told = (await answer.json()) as { url?: string };
      if (answer.ok && told.url) {
        location.assign(told.url);
        return;
      }
      const problems = problemsIn(told).map(({ text }) => element("p", text));
      the("import-problems").replaceChildren(...problems);
    } catch {
      toast({ text: say("not_begun"), tone: "problem" });
    }
    this.sending = false;
    this.changed();
  }
}

const data = dataOf<Data>("import-data");
if (data) new ImportForm(data);
