// A new version of a plan that is there: one file, what was changed, handed in or kept as a draft.
import { dataOf, problemsIn } from "./data";
import { Desk, element, the } from "./desk";
import { forget, keep } from "./keep";
import { say } from "./page";
import { authedFetch } from "./session";
import { toast } from "./toast";

interface Data {
  purpose: string;
  seen: number;
  urls: { uploads: string; send: string };
}

export function startNewVersion(): void {
  const data = dataOf<Data>("new");
  if (data) new NewVersion(data);
}

class NewVersion {
  private readonly data: Data;
  private readonly desk: Desk;
  private readonly form = the<HTMLFormElement>("new-form");
  private sending = false;

  constructor(data: Data) {
    this.data = data;
    this.desk = new Desk("new", data.urls.uploads, data.purpose, {
      changed: () => this.changed(),
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send((event.submitter as HTMLButtonElement | null)?.value === "draft");
    });
    void this.desk.uploads.load().finally(() => this.changed());
  }

  private changed(): void {
    const usable = this.ready !== undefined && !this.sending;
    the<HTMLButtonElement>("new-send").disabled = !usable;
    the<HTMLButtonElement>("new-draft").disabled = !usable;
  }

  private get ready(): string | undefined {
    return this.desk.entries.find(({ file }) => file.state === "ready")?.file.id;
  }

  private async send(asDraft: boolean): Promise<void> {
    const upload = this.ready;
    if (!upload || this.sending) return;
    this.sending = true;
    this.changed();
    const note = this.form.querySelector<HTMLTextAreaElement>("[name=note]")?.value ?? "";
    try {
      const answer = await authedFetch(this.data.urls.send, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ upload, seen: this.data.seen, note, draft: asDraft }),
      });
      if (answer.ok) {
        forget(this.form);
        location.assign(location.pathname);
        return;
      }
      const problems = problemsIn(await answer.json().catch(() => null));
      the("new-problems").replaceChildren(...problems.map(({ text }) => element("p", text)));
    } catch {
      toast({ text: say("not_handed_in"), tone: "problem" });
    }
    keep(this.form);
    this.sending = false;
    this.changed();
  }
}
