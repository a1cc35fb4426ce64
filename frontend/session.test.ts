import { beforeEach, expect, test, vi } from "vitest";
import { adoptToken, page } from "./page";
import { authedFetch, forUploads, SignInCancelled } from "./session";

interface Call {
  path: string;
  init: RequestInit;
}

const DIALOG = `
  <input name="csrfmiddlewaretoken" value="old">
  <dialog id="sign-in-again"><form>
    <input name="password" type="password"><p role="alert"></p>
  </form></dialog>`;

let calls: Call[] = [];

function answer(status: number, body: unknown = {}, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

/** Lets the server answer each path with its next prepared answer. */
function server(answers: Record<string, Response[]>): void {
  calls = [];
  vi.stubGlobal("fetch", (url: URL | string, init: RequestInit = {}) => {
    const path = new URL(String(url), location.href).pathname;
    calls.push({ path, init });
    const next = answers[path]?.shift();
    return next ? Promise.resolve(next) : Promise.reject(new TypeError(`no answer for ${path}`));
  });
}

function sent(path: string): Call[] {
  return calls.filter((call) => call.path === path);
}

function token(call: Call | undefined): string | null {
  return new Headers(call?.init.headers).get("X-CSRFToken");
}

async function typePassword(password: string): Promise<void> {
  const dialog = document.querySelector<HTMLDialogElement>("#sign-in-again")!;
  await vi.waitFor(() => expect(dialog.open).toBe(true));
  dialog.querySelector<HTMLInputElement>("[name=password]")!.value = password;
  dialog.querySelector("form")!.dispatchEvent(new SubmitEvent("submit", { cancelable: true }));
}

beforeEach(() => {
  document.body.innerHTML = DIALOG;
  page.account = "lan";
  page.username = "lan.thcs";
  page.urls = { signIn: "/dang-nhap/", session: "/phien/" };
  adoptToken("old");
});

test("sends the form token with writes and not with reads", async () => {
  server({ "/a": [answer(200), answer(200)] });
  await authedFetch("/a");
  await authedFetch("/a", { method: "POST", body: "x" });
  expect(sent("/a").map(token)).toEqual([null, "old"]);
});

test("never sends anything to another server", async () => {
  server({});
  await expect(authedFetch("https://example.test/a")).rejects.toThrow("not our server");
  expect(calls).toEqual([]);
});

test("asks for the password on 401 and sends the same body again", async () => {
  server({
    "/a": [answer(401), answer(200, { done: true })],
    "/phien/": [answer(200, { account: "", csrf: "new" })],
    "/dang-nhap/": [answer(200, { account: "lan", csrf: "newest" })],
  });
  const result = authedFetch("/a", { method: "POST", body: "nội dung" });
  await typePassword("mùa thu lá bay");
  expect(await (await result).json()).toEqual({ done: true });
  const [first, again] = sent("/a");
  expect([first?.init.body, again?.init.body]).toEqual(["nội dung", "nội dung"]);
  expect(token(again)).toBe("newest");
  expect(token(sent("/dang-nhap/")[0])).toBe("new");
  expect(document.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")!.value).toBe(
    "newest",
  );
});

test("stays open with the server's words after a wrong password", async () => {
  server({
    "/a": [answer(401), answer(200)],
    "/phien/": [answer(200, { account: "", csrf: "new" })],
    "/dang-nhap/": [
      answer(422, { problems: [{ text: "Mật khẩu không đúng." }] }),
      answer(200, { account: "lan", csrf: "newest" }),
    ],
  });
  const result = authedFetch("/a");
  await typePassword("sai");
  await vi.waitFor(() =>
    expect(document.querySelector("[role=alert]")!.textContent).toBe("Mật khẩu không đúng."),
  );
  await typePassword("mùa thu lá bay");
  expect((await result).status).toBe(200);
});

test("needs no password when another tab has signed in as the same account", async () => {
  server({
    "/a": [answer(403, {}, { "X-Form-Expired": "1" }), answer(200)],
    "/phien/": [answer(200, { account: "lan", csrf: "new" })],
  });
  expect((await authedFetch("/a", { method: "POST" })).status).toBe(200);
  expect(token(sent("/a")[1])).toBe("new");
});

test("asks when another tab has signed in as somebody else", async () => {
  server({
    "/a": [answer(403, {}, { "X-Form-Expired": "1" }), answer(200)],
    "/phien/": [answer(200, { account: "hoa", csrf: "new" })],
    "/dang-nhap/": [answer(200, { account: "lan", csrf: "newest" })],
  });
  const result = authedFetch("/a", { method: "POST" });
  await typePassword("mùa thu lá bay");
  expect((await result).status).toBe(200);
  expect(sent("/dang-nhap/")[0]?.init.body).toContain("lan.thcs");
});

test("one dialog serves requests that fail together", async () => {
  server({
    "/a": [answer(401), answer(200)],
    "/b": [answer(401), answer(200)],
    "/phien/": [answer(200, { account: "", csrf: "new" })],
    "/dang-nhap/": [answer(200, { account: "lan", csrf: "newest" })],
  });
  const both = Promise.all([authedFetch("/a"), authedFetch("/b")]);
  await typePassword("mùa thu lá bay");
  expect((await both).map((one) => one.status)).toEqual([200, 200]);
  expect(sent("/dang-nhap/")).toHaveLength(1);
});

test("gives up when the person closes the dialog", async () => {
  server({ "/a": [answer(401)], "/phien/": [answer(200, { account: "", csrf: "new" })] });
  const result = authedFetch("/a");
  const dialog = document.querySelector<HTMLDialogElement>("#sign-in-again")!;
  await vi.waitFor(() => expect(dialog.open).toBe(true));
  dialog.close();
  await expect(result).rejects.toBeInstanceOf(SignInCancelled);
  expect(sent("/a")).toHaveLength(1);
  expect(page.csrf).toBe("old");
});

test("an ordinary refusal is passed on", async () => {
  server({ "/a": [answer(403)] });
  expect((await authedFetch("/a", { method: "POST" })).status).toBe(403);
});

test("an upload goes on after an ended session and after trouble of the server", () => {
  const refused = (status: number, expired = false) => ({
    originalResponse: {
      getStatus: () => status,
      getHeader: (name: string) => (expired && name === "X-Form-Expired" ? "1" : undefined),
    },
  });
  expect(forUploads.onShouldRetry(refused(401))).toBe(true);
  expect(forUploads.onShouldRetry(refused(403, true))).toBe(true);
  expect(forUploads.onShouldRetry(refused(503))).toBe(true);
  expect(forUploads.onShouldRetry({ originalResponse: null })).toBe(true);
  expect(forUploads.onShouldRetry(refused(403))).toBe(false);
  expect(forUploads.onShouldRetry(refused(422))).toBe(false);
});
