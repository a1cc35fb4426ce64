// The bar for taking a decision back: counts its seconds down, then leaves.
import { say } from "./page";

export function countDown(root: Document = document): void {
  const bar = root.querySelector<HTMLFormElement>("form.undo");
  if (!bar) return;
  const ends = performance.now() + Number(bar.dataset["seconds"]) * 1000;
  const left = bar.querySelector<HTMLElement>(".undo__left");
  const tick = (): void => {
    const seconds = Math.ceil((ends - performance.now()) / 1000);
    if (seconds <= 0 && !bar.dataset["sending"]) {
      window.clearInterval(clock);
      bar.remove();
    } else if (left) left.textContent = say("undo_seconds", { seconds: Math.max(seconds, 0) });
  };
  const clock = window.setInterval(tick, 250);
  tick();
}
