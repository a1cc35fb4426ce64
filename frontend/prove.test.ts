import { beforeEach, expect, test, vi } from "vitest";
import { adoptToken, page } from "./page";
import { fromText, toText } from "./pages/passkeys";
import { isUnproven, ProofCancelled } from "./prove";
import { authedFetch } from "./session";

const DIALOGS = `
  <dialog id="prove-again"><form action="/xac-nhan/">
    <input name="proof" type="password"><p role="alert"></p>
  </form></dialog>
  <dialog id="sign-in-again"><form>
    <input name="password" type="password">
    <div data-second hidden><input name="code"></div><p role="alert"></p>
  </form></dialog>`;

let bodies: Record<string, string[]> = {};

function answer(status: number, body: unknown = {}, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

function server(answers: Record<string, Response[]>): void {
  bodies = {};
  vi.stubGlobal("fetch", (url: URL | string, init: RequestInit = {}) => {
    const path = new URL(String(url), location.href).pathname;
    (bodies[path] ??= []).push(String(init.body ?? ""));
    const next = answers[path]?.shift();
    return next ? Promise.resolve(next) : Promise.reject(new TypeError(`no answer for ${path}`));
  });
}

async function type(dialogId: string, values: Record<string, string>): Promise<void> {
  const dialog = document.querySelector<HTMLDialogElement>(`#${dialogId}`)!;
  await vi.waitFor(() => expect(dialog.open).toBe(true));
  for (const [name, value] of Object.entries(values)) {
    dialog.querySelector<HTMLInputElement>(`[name=${name}]`)!.value = value;
  }
  dialog.querySelector("form")!.dispatchEvent(new SubmitEvent("submit", { cancelable: true }));
}

const unproven = (): Response => answer(403, { problems: [] }, { "X-Prove": "1" });

beforeEach(() => {
  document.body.innerHTML = DIALOGS;
  page.account = "lan";
  page.urls = { signIn: "/dang-nhap/", session: "/phien/" };
  adoptToken("old");
});

test("only an answer that says so asks for a proof", () => {
  expect(isUnproven(403, (name) => (name === "X-Prove" ? "1" : null))).toBe(true);
  expect(isUnproven(403, () => null)).toBe(false);
  expect(isUnproven(200, () => "1")).toBe(false);
});

test("asks for a proof and sends the same act again", async () => {
  server({
    "/giao": [unproven(), answer(200, { done: true })],
    "/xac-nhan/": [
      answer(422, { problems: [{ text: "Chưa đúng." }] }, { "X-Prove": "1" }),
      answer(200, { csrf: "new" }),
    ],
  });
  const done = authedFetch("/giao", { method: "POST", body: "quyền" });
  await type("prove-again", { proof: "sai" });
  const problem = document.querySelector("#prove-again [role=alert]")!;
  await vi.waitFor(() => expect(problem.textContent).toBe("Chưa đúng."));
  await type("prove-again", { proof: "đúng rồi" });
  expect((await done).status).toBe(200);
  expect(bodies["/giao"]).toEqual(["quyền", "quyền"]);
  expect(page.csrf).toBe("new");
});

test("does nothing when the person closes the dialog", async () => {
  server({ "/giao": [unproven()] });
  const done = authedFetch("/giao", { method: "POST", body: "quyền" });
  const refused = expect(done).rejects.toThrow(ProofCancelled);
  const dialog = document.querySelector<HTMLDialogElement>("#prove-again")!;
  await vi.waitFor(() => expect(dialog.open).toBe(true));
  dialog.close();
  await refused;
  expect(bodies["/giao"]).toHaveLength(1);
});

test("asks for the code as well where the account has a second factor", async () => {
  server({
    "/a": [answer(401), answer(200)],
    "/phien/": [answer(200, { account: "", csrf: "c" })],
    "/dang-nhap/": [
      answer(422, { problems: [{ code: "sign_in.code_needed", text: "Nhập thêm mã." }] }),
      answer(200, { account: "lan", csrf: "new" }),
    ],
  });
  const done = authedFetch("/a");
  await type("sign-in-again", { password: "mật khẩu" });
  const second = document.querySelector<HTMLElement>("[data-second]")!;
  await vi.waitFor(() => expect(second.hidden).toBe(false));
  await type("sign-in-again", { code: "123456" });
  expect((await done).status).toBe(200);
  expect(JSON.parse(bodies["/dang-nhap/"]![1]!)).toMatchObject({ code: "123456" });
});

test("writes bytes as the server reads them, and back", () => {
  const bytes = Uint8Array.from([0, 62, 63, 250, 251, 255, 1]);
  const text = toText(bytes.buffer);
  expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
  expect([...fromText(text)]).toEqual([...bytes]);
});
