// An act that needs the person to prove himself again: asked in a dialog, then sent again.
import { adoptToken, page, say } from "./page";

/** The person closed the dialog without proving himself; nothing was done. */
export class ProofCancelled extends Error {}

/** Tells whether an answer asks for a fresh proof. */
export function isUnproven(status: number, header: (name: string) => string | null): boolean {
  return (status === 403 || status === 422 || status === 429) && header("X-Prove") === "1";
}

let underway: Promise<void> | undefined;

/** Asks for a proof; acts that need one at the same time wait for the same dialog. */
export function proveAgain(): Promise<void> {
  underway ??= ask().finally(() => {
    underway = undefined;
  });
  return underway;
}

function ask(): Promise<void> {
  const dialog = document.querySelector<HTMLDialogElement>("#prove-again");
  const form = dialog?.querySelector("form");
  if (!dialog || !form) return Promise.reject(new ProofCancelled());
  const problem = dialog.querySelector<HTMLElement>("[role=alert]");
  const field = form.querySelector<HTMLInputElement>("input[name=proof]");
  return new Promise((resolve, reject) => {
    let done = false;
    const submit = async (event: Event): Promise<void> => {
      event.preventDefault();
      event.stopPropagation();
      const trouble = await send(form.action, field?.value ?? "");
      if (problem) problem.textContent = trouble;
      if (trouble) {
        field?.select();
        return;
      }
      done = true;
      dialog.close();
    };
    const closed = (): void => {
      form.removeEventListener("submit", submit);
      form.reset();
      if (problem) problem.textContent = "";
      if (done) resolve();
      else reject(new ProofCancelled());
    };
    form.addEventListener("submit", submit);
    dialog.addEventListener("close", closed, { once: true });
    dialog.showModal();
    field?.focus();
  });
}

/** Returns the trouble as a sentence, "" when the proof was taken. */
async function send(url: string, proof: string): Promise<string> {
  try {
    const answer = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      headers: { Accept: "application/json", "X-CSRFToken": page.csrf },
      body: new URLSearchParams({ proof }),
    });
    const body = (await answer.json().catch(() => ({}))) as {
      csrf?: string;
      problems?: { text: string }[];
    };
    if (!answer.ok || body.csrf === undefined) {
      return body.problems?.map(({ text }) => text).join(" ") || say("failed");
    }
    adoptToken(body.csrf);
    return "";
  } catch {
    return say("offline");
  }
}
