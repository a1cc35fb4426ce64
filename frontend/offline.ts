// Pages that open without a network, and forgetting them: on a shared computer nobody may find the
// pages of the person before him.
import { page } from "./page";

const PAGES = "sheet-pages ";

/** Forgets the pages that were kept for others; all of them where nobody is signed in. */
export async function forgetPages(account: string = page.account): Promise<void> {
  if (!("caches" in window)) return;
  for (const name of await caches.keys()) {
    if (name.startsWith(PAGES) && name !== PAGES + account) await caches.delete(name);
  }
}

/** Forgets on signing out, and whatever is not this account's. */
export function forgetOthersPages(root: Document = document): void {
  void forgetPages().catch(() => undefined);
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (form instanceof HTMLFormElement && "forget" in form.dataset) void forgetPages("");
  });
}

/** Whether this page was kept on the device and has not come from the server now. */
export function isKept(): boolean {
  return "kept" in document.documentElement.dataset;
}

/** Lets this page open without a network from now on. Only where the browser allows it (HTTPS). */
export async function keepPage(worker: string): Promise<void> {
  if (!("serviceWorker" in navigator) || !worker || isKept()) return;
  await navigator.serviceWorker.register(worker);
  const { active } = await navigator.serviceWorker.ready;
  const parts = performance
    .getEntriesByType("resource")
    .map(({ name }) => name)
    .filter((name) => new URL(name).pathname.startsWith("/tinh/built/"));
  active?.postMessage([location.href, ...new Set(parts)]);
}

/** Keeps what a page knows by now, for when it is opened without a network. */
export async function keepData(url: string, data: unknown): Promise<void> {
  if (!("caches" in window)) return;
  const pages = await caches.open(PAGES + page.account);
  await pages.put(url, new Response(JSON.stringify(data)));
}

/** What was kept of a page's data; null when there is nothing. */
export async function keptData<T>(url: string): Promise<T | null> {
  if (!("caches" in window)) return null;
  const pages = await caches.open(PAGES + page.account);
  const found = await pages.match(url);
  return found ? ((await found.json()) as T) : null;
}
