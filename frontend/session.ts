// Requests that survive the end of a session: the person signs in on the spot, in a dialog, and
// what was not sent is sent again.
import { adoptToken, page, say } from "./page";
import { isUnproven, proveAgain } from "./prove";

/** The person closed the dialog without signing in; nothing was sent. */
export class SignInCancelled extends Error {}

interface State {
  account: string;
  csrf: string;
}

interface Trouble {
  text: string;
  /** The password was right; the code of the second step is missing or wrong. */
  needsCode: boolean;
}

const NEEDS_CODE = new Set(["sign_in.code_needed", "factor.wrong_code"]);
const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** Tells whether an answer means "not signed in" or "this form is from an older sign-in". */
export function isExpired(status: number, header: (name: string) => string | null): boolean {
  return status === 401 || (status === 403 && header("X-Form-Expired") === "1");
}

/**
 * Like `fetch`, to this server, with the form token and JSON as the answer asked for. When the
 * session has ended, or a fresh proof is needed, it asks in a dialog and sends again, once.
 * Rejects with SignInCancelled or ProofCancelled. The body must be one that can be sent twice (no stream).
 */
export async function authedFetch(input: string, init: RequestInit = {}): Promise<Response> {
  const answer = await send(input, init);
  const header = (name: string): string | null => answer.headers.get(name);
  if (isExpired(answer.status, header)) await signInAgain();
  else if (isUnproven(answer.status, header)) await proveAgain();
  else return answer;
  return send(input, init);
}

function send(input: string, init: RequestInit): Promise<Response> {
  const url = new URL(input, location.href);
  if (url.origin !== location.origin) throw new TypeError(`not our server: ${url.origin}`);
  const headers = new Headers(init.headers);
  if (!headers.has("Accept")) headers.set("Accept", "application/json");
  if (!SAFE.has((init.method ?? "GET").toUpperCase())) headers.set("X-CSRFToken", page.csrf);
  return fetch(url, { ...init, headers, credentials: "same-origin" });
}

let underway: Promise<void> | undefined;

/** Brings the session back; requests that fail at the same time wait for the same dialog. */
export function signInAgain(): Promise<void> {
  underway ??= bringBack().finally(() => {
    underway = undefined;
  });
  return underway;
}

async function bringBack(): Promise<void> {
  const state = await currentState();
  if (state.account !== "" && state.account === page.account) adoptToken(state.csrf);
  else await askForPassword(state.csrf);
}

async function currentState(): Promise<State> {
  const answer = await fetch(page.urls.session, {
    headers: { Accept: "application/json" },
    credentials: "same-origin",
  });
  if (!answer.ok) throw new Error(`session: ${answer.status}`);
  return (await answer.json()) as State;
}

function askForPassword(csrf: string): Promise<void> {
  const dialog = document.querySelector<HTMLDialogElement>("#sign-in-again");
  const form = dialog?.querySelector("form");
  if (!dialog || !form) return Promise.reject(new SignInCancelled());
  const problem = dialog.querySelector<HTMLElement>("[role=alert]");
  const password = form.querySelector<HTMLInputElement>("input[name=password]");
  const second = form.querySelector<HTMLElement>("[data-second]");
  const code = form.querySelector<HTMLInputElement>("input[name=code]");
  return new Promise((resolve, reject) => {
    let done = false;
    const submit = async (event: Event): Promise<void> => {
      event.preventDefault();
      event.stopPropagation();
      const trouble = await trySignIn(password?.value ?? "", code?.value ?? "", csrf);
      if (problem) problem.textContent = trouble.text;
      if (trouble.text) {
        if (trouble.needsCode && second) second.hidden = false;
        (trouble.needsCode ? code : password)?.select();
        return;
      }
      done = true;
      dialog.close();
    };
    const closed = (): void => {
      form.removeEventListener("submit", submit);
      form.reset();
      if (second) second.hidden = true;
      if (problem) problem.textContent = "";
      if (done) resolve();
      else reject(new SignInCancelled());
    };
    form.addEventListener("submit", submit);
    dialog.addEventListener("close", closed, { once: true });
    dialog.showModal();
    password?.focus();
  });
}

/**
 * Signs in as the account of this page; returns the trouble as a sentence, "" when it worked. Only
 * then the page takes a new token over: with another account's it would act in that one's name.
 */
async function trySignIn(password: string, code: string, csrf: string): Promise<Trouble> {
  let answer: Response;
  try {
    answer = await fetch(page.urls.signIn, {
      method: "POST",
      credentials: "same-origin",
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-CSRFToken": csrf,
      },
      body: JSON.stringify({ username: page.username, password, code }),
    });
  } catch {
    return { text: say("offline"), needsCode: false };
  }
  const body = (await answer.json().catch(() => ({}))) as Partial<State> & {
    problems?: { code: string; text: string }[];
  };
  if (!answer.ok || body.csrf === undefined) {
    const text = body.problems?.map((problem) => problem.text).join(" ") || say("failed");
    return { text, needsCode: body.problems?.some(({ code }) => NEEDS_CODE.has(code)) ?? false };
  }
  adoptToken(body.csrf);
  return { text: "", needsCode: false };
}

interface UploadAnswer {
  getStatus(): number;
  getHeader(name: string): string | undefined;
}

/**
 * Options for tus-js-client: the form token on every request, and a sign-in on the spot before the
 * next try when the session has ended. Spread into the options of an upload with `retryDelays`.
 */
export const forUploads = {
  onBeforeRequest(request: { setHeader(name: string, value: string): void }): void {
    request.setHeader("X-CSRFToken", page.csrf);
    request.setHeader("Accept", "application/json");
  },
  async onAfterResponse(_request: unknown, answer: UploadAnswer): Promise<void> {
    if (uploadExpired(answer)) await signInAgain();
  },
  onShouldRetry(error: { originalResponse: UploadAnswer | null }): boolean {
    const answer = error.originalResponse;
    if (!answer) return true;
    const status = answer.getStatus();
    return uploadExpired(answer) || status >= 500 || [409, 423, 429].includes(status);
  },
};

function uploadExpired(answer: UploadAnswer): boolean {
  return isExpired(answer.getStatus(), (name) => answer.getHeader(name) ?? null);
}
