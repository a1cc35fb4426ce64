// Handing in education plans: one file and its place (subject, grade) for each kind.
import { batchId } from "../batch";
import { dataOf, problemsIn } from "../data";
import { Desk, element, part } from "../desk";
import { forget, keep } from "../keep";
import { say } from "../page";
import { authedFetch } from "../session";
import { toast } from "../toast";

interface Data {
  urls: { uploads: string; send: string };
}

class EducationForm {
  private readonly data: Data;
  private readonly form: HTMLFormElement;
  private readonly desk: Desk;
  private sending = false;

  constructor(form: HTMLFormElement, data: Data) {
    this.data = data;
    this.form = form;
    const kind = form.dataset["education"] ?? "";
    this.desk = new Desk(kind, data.urls.uploads, `education:${kind}`, {
      changed: () => this.changed(),
    });
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send((event.submitter as HTMLButtonElement | null)?.value === "draft");
    });
    void this.desk.uploads.load().finally(() => {
      const details = form.closest("details");
      if (details && this.desk.entries.length > 0) details.open = true;
      this.changed();
    });
  }

  private get upload(): string | undefined {
    return this.desk.entries.find(({ file }) => file.state === "ready")?.file.id;
  }

  private changed(): void {
    const chosen = [...this.form.querySelectorAll("select")].every((field) => field.value !== "");
    for (const button of this.form.querySelectorAll<HTMLButtonElement>("[type=submit]")) {
      button.disabled = !chosen || !this.upload || this.sending;
    }
  }

  private async send(asDraft: boolean): Promise<void> {
    const upload = this.upload;
    if (!upload || this.sending) return;
    this.sending = true;
    this.changed();
    const fields = new FormData(this.form);
    const text = (name: string): string => String(fields.get(name) ?? "");
    const [ofPlace = "", gradeOfPlace = ""] = text("place").split(":");
    const grade = Number(gradeOfPlace || text("grade"));
    const body = {
      kind: text("kind"),
      upload,
      subject: ofPlace || text("subject"),
      grade: grade || null,
      note: text("note"),
      draft: asDraft,
    };
    try {
      const answer = await authedFetch(this.data.urls.send, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ batch: batchId(body), ...body }),
      });
      const told = (await answer.json()) as { url?: string };
      if (answer.ok && told.url) {
        forget(this.form);
        location.assign(told.url);
        return;
      }
      const problems = problemsIn(told).map(({ text: words }) => element("p", words));
      part(this.form, "problems").replaceChildren(...problems);
    } catch {
      toast({ text: say("not_handed_in"), tone: "problem" });
    }
    keep(this.form);
    this.sending = false;
    this.changed();
  }
}

const data = dataOf<Data>("education");
if (data) {
  for (const form of document.querySelectorAll<HTMLFormElement>("[data-education]")) {
    new EducationForm(form, data);
  }
}
