import { describe, expect, test, vi } from "vitest";
import { History } from "./history";
import { press, type Pressed } from "./pad";
import { Bank } from "./bank";
import { inserted, Phrases } from "./phrases";
import { Cursor } from "./range";

describe("the cursor", () => {
  const cursor = (shown = [0, 1, 2, 3]): Cursor => new Cursor(() => shown, () => 7);

  test("goes over rows that are hidden, and stops at the edges", () => {
    const one = cursor([0, 2, 3]);
    expect(one.go("down")).toBe(true);
    expect(one.anchor).toEqual({ row: 2, column: 0 });
    expect(one.go("left")).toBe(false);
    one.go("down", { far: true });
    expect(one.anchor.row).toBe(3);
  });

  test("draws a range from where one types, and forgets it with the next step", () => {
    const one = cursor();
    one.to({ row: 1, column: 1 });
    one.go("down", { draw: true });
    one.go("right", { draw: true });
    expect(one.range).toEqual({ top: 1, bottom: 2, left: 1, right: 2 });
    expect(one.places).toHaveLength(4);
    one.go("up");
    expect(one.anchor).toEqual({ row: 0, column: 1 });
    expect(one.isMany).toBe(false);
  });

  test("Enter leads to where tabbing began, and Tab leaves at the end of the row", () => {
    const one = cursor();
    one.to({ row: 0, column: 4 });
    one.tab(false);
    one.tab(false);
    one.enter(false);
    expect(one.anchor).toEqual({ row: 1, column: 4 });
    one.to({ row: 0, column: 6 });
    expect(one.tab(false)).toBe(false);
  });
});

describe("undo", () => {
  test("takes acts back one after another, and redoes them until something new is typed", () => {
    const one = new History();
    one.add([{ row: 0, column: 0, before: "", after: "8" }]);
    one.add([{ row: 1, column: 0, before: "", after: "7" }, { row: 2, column: 0, before: "5", after: "6" }]);
    expect(one.undo().map(({ text }) => text)).toEqual(["", "5"]);
    expect(one.redo().map(({ text }) => text)).toEqual(["7", "6"]);
    one.undo();
    expect(one.undo()).toEqual([{ row: 0, column: 0, text: "" }]);
    expect(one.undo()).toEqual([]);
    one.add([{ row: 3, column: 0, before: "", after: "9" }]);
    expect(one.redo()).toEqual([]);
  });

  test("does not remember what changed nothing", () => {
    const one = new History();
    one.add([{ row: 0, column: 0, before: "8", after: "8" }]);
    expect(one.undo()).toEqual([]);
  });
});

describe("the pad", () => {
  const typed = (...keys: string[]): Pressed =>
    keys.reduce<Pressed>((made, key, at) => press(made.text, key, at === 0), { text: "6,5", whole: false });

  test.each([
    [["8", ",", "5"], "8,5", true],
    [["1", "0"], "10", true],
    [["10"], "10", true],
    [["8"], "8", false],
    [["8", ","], "8,", false],
    [["8", ",", ","], "8,", false],
    [[","], "", false],
    [["V"], "v", true],
    [["8", "5"], "85", false],
    [["CĐ"], "CĐ", true],
    [["back"], "", false],
    [["8", "back", "7"], "7", false],
  ])("%j makes %j", (keys, text, whole) => {
    expect(typed(...keys)).toEqual({ text, whole });
  });
});

describe("phrases", () => {
  test("offer one's own first, then what was written before, by what is typed without marks", () => {
    localStorage.clear();
    const urls = { read: "/mau-cau/", change: "/mau-cau/luu/" };
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
    const bank = new Bank("lan", urls);
    bank.change({ kind: "put", text: "Tiến bộ rõ." });
    const lan = new Phrases("lan", "TOAN", bank);
    lan.note("Cần chăm hơn.");
    expect(lan.suggest("", ["Tính toán nhanh.", "Tính toán nhanh.", "Tiến bộ rõ."])).toEqual([
      { text: "Tiến bộ rõ.", mine: true },
      { text: "Cần chăm hơn.", mine: false },
      { text: "Tính toán nhanh.", mine: false },
    ]);
    expect(lan.suggest("tien bo", []).map(({ text }) => text)).toEqual(["Tiến bộ rõ."]);
    expect(new Phrases("ha", "TOAN", new Bank("ha", urls)).suggest("", [])).toEqual([]);
    bank.change({ kind: "drop", text: "Tiến bộ rõ." });
    expect(lan.suggest("tien", [])).toEqual([]);
    vi.unstubAllGlobals();
  });

  test("are put after what stands, or in the place of what was looked for", () => {
    expect(inserted("", "Tiến bộ.")).toBe("Tiến bộ.");
    expect(inserted("tien", "Tiến bộ.")).toBe("Tiến bộ.");
    expect(inserted("Chăm chỉ", "Tiến bộ.")).toBe("Chăm chỉ. Tiến bộ.");
    expect(inserted("Chăm chỉ;", "tiến bộ.")).toBe("Chăm chỉ; tiến bộ.");
  });
});
