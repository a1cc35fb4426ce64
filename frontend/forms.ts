// Small courtesies of every page: forms sent once, complaints found, passwords shown on request,
// a button that prints.
import { say } from "./page";

export function listenToForms(root: Document = document): void {
  root.addEventListener("submit", sendOnce);
  window.addEventListener("pageshow", () => release(root));
  root.querySelector<HTMLElement>("main [aria-invalid=true]")?.focus();
  root
    .querySelector(".tabs [aria-current]")
    ?.scrollIntoView({ block: "nearest", inline: "center" });
  for (const button of root.querySelectorAll<HTMLButtonElement>("[data-shows]")) {
    button.hidden = false;
    button.addEventListener("click", () => showSecret(button));
  }
  for (const button of root.querySelectorAll<HTMLButtonElement>("[data-prints]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const field of root.querySelectorAll<HTMLSelectElement>("select[data-submits]")) {
    field.addEventListener("change", () => field.form?.requestSubmit());
  }
}

function sendOnce(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post" || event.defaultPrevented) return;
  if ("download" in form.dataset) return; // the page stays as it is
  if (form.dataset["sending"]) {
    event.preventDefault();
    return;
  }
  form.dataset["sending"] = "1";
  event.submitter?.setAttribute("aria-busy", "true");
}

/** A page shown again from the browser's memory has nothing under way. */
function release(root: Document): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-sending]")) {
    delete form.dataset["sending"];
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  }
}

function showSecret(button: HTMLButtonElement): void {
  const field = document.getElementById(button.dataset["shows"] ?? "");
  if (!(field instanceof HTMLInputElement)) return;
  const hidden = field.type === "password";
  field.type = hidden ? "text" : "password";
  button.textContent = hidden ? say("hide") : say("show");
  button.setAttribute("aria-pressed", String(hidden));
}
