// The service worker of the gradebook: a sheet that was opened once opens without a network. It has
// no imports, because it is served as a plain script (web/views.py). A page is kept under the account
// whose page it is; every other page of the program forgets what is not its own account's (offline.ts).

interface Waits extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface Fetches extends Waits {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface Scope {
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  addEventListener(name: "install" | "activate", run: (event: Waits) => void): void;
  addEventListener(name: "message", run: (event: Waits & { data: unknown }) => void): void;
  addEventListener(name: "fetch", run: (event: Fetches) => void): void;
}

const scope = self as unknown as Scope;
const PARTS = "sheet-parts";
const PAGES = "sheet-pages ";
const SHEET = /^\/so-diem\/([0-9a-f-]{36}\/[\w-]+\/\d+|hoc-ba\/[0-9a-f-]{36})\/$/;
const ACCOUNT = /"account":\s*"([0-9a-f]+)"/;
const KEPT_AT = "X-Kept-At";
const LONGEST_MS = 7 * 24 * 3600 * 1000;

scope.addEventListener("install", (event) => event.waitUntil(scope.skipWaiting()));
scope.addEventListener("activate", (event) => event.waitUntil(scope.clients.claim()));
scope.addEventListener("message", (event) => event.waitUntil(store(event.data as string[])));
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || request.method !== "GET") return;
  if (pathname.startsWith("/tinh/built/")) event.respondWith(part(request));
  else if (request.mode === "navigate" && SHEET.test(pathname)) event.respondWith(sheet(event));
});

/** Scripts and styles have names that change with their content: what is kept is right. */
async function part(request: Request): Promise<Response> {
  const parts = await caches.open(PARTS);
  return (await parts.match(request)) ?? fetch(request);
}

/** The page itself, from the server; where it does not answer, as it was read last. */
async function sheet(event: Fetches): Promise<Response> {
  const { request } = event;
  try {
    const answer = await fetch(request);
    if (answer.ok) event.waitUntil(keep(request.url, answer.clone()));
    return answer.status >= 500 ? ((await kept(request.url)) ?? answer) : answer;
  } catch (error) {
    const found = await kept(request.url);
    if (found) return found;
    throw error;
  }
}

async function keep(url: string, answer: Response): Promise<void> {
  const text = await answer.text();
  const [, account] = ACCOUNT.exec(text) ?? [];
  if (!account) return;
  const headers = new Headers({ [KEPT_AT]: String(Date.now()) });
  for (const name of ["Content-Type", "Content-Security-Policy"]) {
    const value = answer.headers.get(name);
    if (value) headers.set(name, value);
  }
  const pages = await caches.open(PAGES + account);
  await pages.put(url.split(/[?#]/)[0]!, new Response(text, { headers }));
}

async function kept(url: string): Promise<Response | undefined> {
  for (const name of await caches.keys()) {
    if (!name.startsWith(PAGES)) continue;
    const found = await (await caches.open(name)).match(url.split(/[?#]/)[0]!);
    if (!found || Number(found.headers.get(KEPT_AT)) < Date.now() - LONGEST_MS) continue;
    const text = (await found.text()).replace("<html ", "<html data-kept ");
    return new Response(text, { headers: found.headers });
  }
  return undefined;
}

/** Stores the page that has just been opened, with its parts: they were fetched before we worked. */
async function store([page, ...names]: string[]): Promise<void> {
  const parts = await caches.open(PARTS);
  for (const old of await parts.keys()) {
    if (!names.includes(old.url)) await parts.delete(old);
  }
  const lacking = await Promise.all(
    names.map(async (name) => ((await parts.match(name)) ? [] : [name])),
  );
  await parts.addAll(lacking.flat());
  if (!page || (await kept(page))) return;
  const answer = await fetch(page, { credentials: "same-origin" });
  if (answer.ok && !answer.redirected) await keep(page, answer);
}
