// A teacher's own phrases on two devices, with and without a network.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Bank, changed, inverse, type Change } from "./bank";

const urls = { read: "/mau-cau/", change: "/mau-cau/luu/" };
let server: string[];
let reached: boolean;

function answered(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  if (!reached) return Promise.reject(new TypeError("offline"));
  if (String(input).endsWith("/luu/")) {
    const { changes } = JSON.parse(String(init?.body)) as { changes: Change[] };
    const next = changed(server, changes);
    if (next.length > 200) {
      const body = JSON.stringify({ problems: [{ code: "phrases.too_many", text: "Quá 200." }] });
      return Promise.resolve(new Response(body, { status: 422 }));
    }
    server = next;
  }
  return Promise.resolve(new Response(JSON.stringify({ phrases: server })));
}

beforeEach(() => {
  localStorage.clear();
  server = [];
  reached = true;
  vi.stubGlobal("fetch", answered);
});
afterEach(() => vi.unstubAllGlobals());

const sent = (one: Bank): Promise<void> => vi.waitFor(() => expect(one.waits).toBe(false));

describe("changes", () => {
  test.each<[Change, string[]]>([
    [{ kind: "put", text: "C" }, ["A", "B", "C"]],
    [{ kind: "put", text: "A" }, ["A", "B"]],
    [{ kind: "put", text: "B", at: 0 }, ["B", "A"]],
    [{ kind: "drop", text: "A" }, ["B"]],
    [{ kind: "drop", text: "X" }, ["A", "B"]],
    [{ kind: "reword", text: "A", to: "X" }, ["X", "B"]],
    [{ kind: "reword", text: "A", to: "B" }, ["B"]],
    [{ kind: "reword", text: "X", to: "Y" }, ["A", "B", "Y"]],
  ])("%j makes %j, twice the same, and goes back", (change, made) => {
    expect(changed(["A", "B"], [change])).toEqual(made);
    expect(changed(made, [change])).toEqual(made);
    if (change.text !== "X") expect(changed(made, inverse(["A", "B"], change))).toEqual(["A", "B"]);
  });
});

describe("the bank", () => {
  test("takes over once what lay in the browser, behind what the server has", async () => {
    server = ["Chăm chỉ."];
    localStorage.setItem("phrases:lan", JSON.stringify(["Tiến bộ  rõ.", "Chăm chỉ.", ""]));
    const lan = new Bank("lan", urls);
    await lan.load();
    expect(server).toEqual(["Chăm chỉ.", "Tiến bộ rõ."]);
    expect(lan.texts).toEqual(server);
    expect(localStorage.getItem("phrases:lan")).toBeNull();
    expect(new Bank("lan", urls).waits).toBe(false);
  });

  test("keeps what is changed without a network, joins it with another device's changes, undoes", async () => {
    server = ["A", "B"];
    const lan = new Bank("lan", urls);
    await lan.load();
    reached = false;
    lan.change({ kind: "drop", text: "A" });
    lan.change({ kind: "put", text: "C" });
    expect(new Bank("lan", urls).texts).toEqual(["B", "C"]);
    server = ["A", "B", "D"];
    reached = true;
    await vi.waitFor(async () => {
      await lan.send();
      expect(lan.waits).toBe(false);
    });
    expect(server).toEqual(["B", "D", "C"]);
    lan.undo();
    lan.undo();
    await sent(lan);
    expect(server).toEqual(["A", "B", "D"]);
    expect(lan.canUndo).toBe(false);
  });

  test("sends again what fits when the list is full, and says so", async () => {
    const many = Array.from({ length: 199 }, (_one, at) => `Câu ${at}`);
    localStorage.setItem("phrases:lan", JSON.stringify(["Một", "Hai"]));
    server = many;
    const lan = new Bank("lan", urls);
    await lan.load();
    expect(lan.problem).toBe("Quá 200.");
    await lan.send();
    expect(server).toEqual([...many, "Một"]);
    expect(lan.change({ kind: "put", text: "Hai" })).toBe(false);
  });
});
