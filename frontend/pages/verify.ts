// Checking a signed file: it goes to the server as it is, the answer is shown below. Nothing is kept.
import { page } from "../page";

const input = document.querySelector<HTMLInputElement>("#verify-file");
const drop = document.querySelector<HTMLElement>("#verify-drop");
const result = document.querySelector<HTMLElement>("#verify-result");

function tell(text: string): void {
  if (!result) return;
  const line = document.createElement("p");
  line.textContent = text;
  result.replaceChildren(line);
}

async function check(file: File, words: DOMStringMap): Promise<void> {
  const most = Number(words["most"]);
  if (file.size > most * 1024 * 1024) {
    tell((words["large"] ?? "").replace("{most}", String(most)));
    return;
  }
  tell(words["busy"] ?? "");
  try {
    const answer = await fetch(words["to"] ?? "", {
      method: "POST",
      body: file,
      credentials: "same-origin",
      headers: {
        "Content-Type": "application/pdf",
        "HX-Request": "true",
        "X-CSRFToken": page.csrf,
      },
    });
    const part = new DOMParser().parseFromString(await answer.text(), "text/html");
    result?.replaceChildren(...part.body.childNodes);
    result?.focus();
  } catch {
    tell(words["lost"] ?? "");
  }
}

function take(files: FileList | null | undefined): void {
  const file = files?.[0];
  if (file && input) void check(file, input.dataset);
}

input?.addEventListener("change", () => {
  take(input.files);
  input.value = "";
});
drop?.addEventListener("dragover", (event) => {
  event.preventDefault();
  drop.classList.add("drop--over");
});
drop?.addEventListener("dragleave", () => drop.classList.remove("drop--over"));
drop?.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("drop--over");
  take(event.dataTransfer?.files);
});
