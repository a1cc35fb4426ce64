import { describe, expect, test } from "vitest";
import { Book } from "./book";
import type { Batch, Kept } from "./kept";
import { answer, data, row } from "./making";

const NOON = Date.UTC(2026, 9, 14, 5);
const place = { row: 0, column: 0 };

function book(rows = [row(0), row(1)]): Book {
  return new Book("lan", data(rows));
}

function sent(of: Book, id: string): Batch {
  const cells = of.kept
    .filter(({ state }) => state === "waiting")
    .map(({ pupil, column, text, version, reason }) => ({ pupil, column, text, version, reason }));
  const batch: Batch = { account: "lan", sheet: of.sheet, id, source: "page", cells };
  of.sending(batch);
  return batch;
}

describe("typing", () => {
  test("is kept as the book writes it, with the version that was seen", () => {
    const one = book([row(0, { versions: [3, 0, 0, 0, 0, 0] })]);
    one.reason = "Chấm lại";
    const { put } = one.write([{ ...place, text: " 8.50 " }], "page", NOON);
    expect(put).toMatchObject([
      { pupil: "pupil-0", column: "tx1", text: "8,5", version: 3, reason: "Chấm lại", state: "waiting" },
    ]);
    expect(one.at(place)).toMatchObject({ text: "8,5", state: "waiting" });
  });

  test("of a forgotten comma stands in red with an offer, and counts nothing", () => {
    const one = book();
    one.write([{ ...place, text: "85" }], "page", NOON);
    expect(one.at(place)).toMatchObject({ text: "85", state: "refused" });
    expect(one.at(place).kept?.suggestion).toBe("8,5");
    expect(one.code(place)).toBeNull();
    expect(one.isMissing(place)).toBe(true);
  });

  test("what stands there anyway is nothing to keep", () => {
    const one = book([row(0, { marks: [80, null, null, null, null, null] })]);
    one.write([{ ...place, text: "9" }], "page", NOON);
    expect(one.write([{ ...place, text: "8,0" }], "page", NOON).drop).toHaveLength(1);
    expect(one.kept).toEqual([]);
  });

  test("a mark that stood waits for a reason; the reason holds for those that follow", () => {
    const marks = [80, 70, null, null, null, null];
    const one = book([row(0, { marks, versions: [1, 1, 0, 0, 0, 0] })]);
    one.write([{ ...place, text: "9" }], "page", NOON);
    expect(one.at(place).state).toBe("reason");
    expect(one.giveReason("Nhập nhầm")).toMatchObject([{ state: "waiting", reason: "Nhập nhầm" }]);
    one.write([{ row: 0, column: 1, text: "6" }], "page", NOON);
    expect(one.at({ row: 0, column: 1 }).kept).toMatchObject({ state: "waiting", reason: "Nhập nhầm" });
  });

  test.each([
    ["the column is locked", { column: { locked: true } }],
    ["the column is not open", { column: { open: false } }],
    ["the pupil's cell is locked", { row: { locked: 1 } }],
    ["the pupil has left", { row: { left: true } }],
    ["the sheet is closed", { sheet: { closed: "Năm học đã đóng." } }],
    ["the person only reads", { sheet: { may_edit: false } }],
  ] as const)("is not taken where %s", (_, change) => {
    const given = data([row(0, "row" in change ? change.row : {})]);
    if ("column" in change) Object.assign(given.columns[0]!, change.column);
    if ("sheet" in change) Object.assign(given, change.sheet);
    const one = new Book("lan", given);
    expect(one.why(place)).not.toBe("");
    expect(one.write([{ ...place, text: "8" }], "page", NOON).put).toEqual([]);
    expect(one.at(place).text).toBe("");
  });

  test("averages at once, and says that it is only computed here", () => {
    const marks = [80, 85, 70, 75, 90, null];
    const one = book([row(0, { marks })]);
    expect(one.average(0)).toEqual({ code: null, provisional: false });
    one.write([{ row: 0, column: 5, text: "9,5" }], "page", NOON);
    expect(one.average(0)).toEqual({ code: 86, provisional: true });
    one.write([{ row: 0, column: 5, text: "v" }], "page", NOON);
    expect(one.average(0)).toEqual({ code: null, provisional: true });
  });

  test("over an absence is the make-up's mark", () => {
    const one = book([row(0, { marks: [300, null, null, null, null, null] })]);
    one.reason = "Kiểm tra bù";
    one.write([{ ...place, text: "7" }], "page", NOON);
    expect(one.code(place)).toBe(470);
    one.write([{ ...place, text: "v0" }], "page", NOON);
    expect(one.code(place)).toBe(700);
  });
});

describe("an answer", () => {
  test("makes what was sent stand, and leaves what was typed since", () => {
    const one = book();
    one.write([{ ...place, text: "8" }, { row: 1, column: 0, text: "7" }], "page", NOON);
    const batch = sent(one, "b1");
    expect(one.at(place).state).toBe("sending");
    one.write([{ ...place, text: "8,5" }], "page", NOON + 100);
    const rows = [
      row(0, { marks: [80, null, null, null, null, null], versions: [1, 0, 0, 0, 0, 0] }),
      row(1, { marks: [70, null, null, null, null, null], versions: [1, 0, 0, 0, 0, 0] }),
    ];
    one.settle(batch, { answer: answer({ saved: 2, rows }) }, NOON);
    expect(one.at(place)).toMatchObject({ text: "8,5", state: "waiting" });
    expect(one.at(place).kept?.version).toBe(1);
    expect(one.at({ row: 1, column: 0 })).toMatchObject({ text: "7", state: "saved", kept: null });
  });

  test("of a conflict keeps mine beside theirs until the teacher decides", () => {
    const one = book();
    one.write([{ ...place, text: "8" }], "page", NOON);
    const batch = sent(one, "b1");
    const theirs = { theirs: 95, theirs_by: "Hà", theirs_at: "2026-10-14T09:00:00+07:00", version: 2 };
    const conflict = { pupil: "pupil-0", column: "tx1", text: "8", ...theirs };
    one.settle(batch, { answer: answer({ conflicts: [conflict] }) }, NOON);
    expect(one.at(place)).toMatchObject({ text: "8", state: "conflict" });
    expect(one.at(place).kept?.theirs).toMatchObject({ text: "9,5", by: "Hà", version: 2 });
    one.forget(one.kept);
    expect(one.at(place).text).toBe("9,5");
    one.write([{ ...place, text: "9" }], "page", NOON);
    expect(one.at(place).kept?.version).toBe(2);
  });

  test("that asks for a reason is no refusal: the cell waits for one", () => {
    const one = book();
    one.write([{ ...place, text: "8" }], "page", NOON);
    const batch = sent(one, "b1");
    const refusal = { code: "score.reason_needed", sentence: "…", suggestion: "" };
    const refused = [{ pupil: "pupil-0", column: "tx1", text: "8", ...refusal }];
    one.settle(batch, { answer: answer({ refused }) }, NOON);
    expect(one.at(place).state).toBe("reason");
  });

  test("to a batch refused as a whole keeps every cell with the sentence", () => {
    const one = book();
    one.write([{ ...place, text: "8" }], "page", NOON);
    const batch = sent(one, "b1");
    one.settle(batch, { code: "year.closed", sentence: "Năm học đã đóng." }, NOON);
    expect(one.at(place)).toMatchObject({ text: "8", state: "refused" });
    expect(one.at(place).kept?.sentence).toBe("Năm học đã đóng.");
  });

  test("need not give a reason again for a slip of the moment", () => {
    const one = book();
    one.write([{ ...place, text: "8" }], "page", NOON);
    const rows = [row(0, { marks: [80, null, null, null, null, null], versions: [1, 0, 0, 0, 0, 0] })];
    one.settle(sent(one, "b1"), { answer: answer({ saved: 1, rows }) }, NOON);
    one.write([{ ...place, text: "9" }], "page", NOON + 60_000);
    expect(one.at(place).state).toBe("waiting");
    one.write([{ ...place, text: "8,5" }], "page", NOON + 3_600_000);
    expect(one.at(place).state).toBe("reason");
  });
});

test("a fresh reading keeps what was typed over it", () => {
  const one = book();
  one.write([{ ...place, text: "8" }], "page", NOON);
  one.refresh(data([row(0, { marks: [90, 60, null, null, null, null] }), row(1)]));
  expect(one.at(place).text).toBe("8");
  expect(one.at({ row: 0, column: 1 }).text).toBe("6");
});

test("cells kept earlier lie over the sheet again", () => {
  const first = book();
  first.write([{ ...place, text: "8" }, { row: 1, column: 6, text: "Chăm chỉ." }], "phone", NOON);
  const kept: Kept[] = first.kept;
  const second = book();
  second.overlay(kept);
  expect(second.at(place).text).toBe("8");
  expect(second.at({ row: 1, column: 6 }).text).toBe("Chăm chỉ.");
});
