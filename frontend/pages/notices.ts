// The notices: the calendar's address is copied by a press.
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset["copies"] ?? "") as HTMLInputElement;
    field.select();
    const words = button.querySelector("span");
    const done = (): void => {
      if (words) words.textContent = button.dataset["copied"] ?? "";
    };
    // Without TLS there is no clipboard for scripts: the address stays selected, to be copied.
    void navigator.clipboard?.writeText(field.value).then(done, () => field.focus());
  });
}
