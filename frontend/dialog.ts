// Native dialogs: opened by `data-opens="id"`, closed by `data-closes`, a press on the backdrop or
// Escape; and the question before an act that cannot be taken back.
import { say } from "./page";

export function listenToDialogs(root: Document = document): void {
  root.addEventListener("click", (event) => {
    const target = event.target;
    if (!(target instanceof Element)) return;
    const opener = target.closest<HTMLElement>("[data-opens]");
    if (opener) open(opener.dataset["opens"] ?? "");
    else if (target.closest("[data-closes]")) target.closest("dialog")?.close();
    else if (target instanceof HTMLDialogElement && "light" in target.dataset) target.close();
  });
  root.addEventListener("submit", askFirst, { capture: true });
}

export function open(id: string): void {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

/** Asks a yes-or-no question; resolves to the answer. The button that agrees says what it does. */
export function ask(question: string, yes: string = say("agree")): Promise<boolean> {
  const dialog = document.querySelector<HTMLDialogElement>("#ask");
  const agree = dialog?.querySelector<HTMLButtonElement>("[data-agree]");
  const text = dialog?.querySelector<HTMLElement>("[data-question]");
  if (!dialog || !agree || !text) return Promise.resolve(window.confirm(question));
  text.textContent = question;
  agree.textContent = yes;
  return new Promise((resolve) => {
    let agreed = false;
    const yesSaid = (): void => {
      agreed = true;
      dialog.close();
    };
    agree.addEventListener("click", yesSaid);
    dialog.addEventListener(
      "close",
      () => {
        agree.removeEventListener("click", yesSaid);
        resolve(agreed);
      },
      { once: true },
    );
    dialog.showModal();
  });
}

const agreed = new WeakSet<HTMLFormElement>();

/** A form with `data-ask="…?"` is sent only after a yes; `data-ask-yes` names the button. */
function askFirst(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.dataset["ask"] === undefined) return;
  if (agreed.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const submitter = event.submitter;
  void ask(form.dataset["ask"], form.dataset["askYes"]).then((yes) => {
    if (!yes) return;
    agreed.add(form);
    form.requestSubmit(submitter);
  });
}
