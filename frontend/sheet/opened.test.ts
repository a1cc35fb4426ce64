import { describe, expect, test } from "vitest";
import { Book } from "./book";
import { data, row } from "./making";
import { askingFor, needsCase, openedBy } from "./opened";
import type { OpenCell } from "./types";

const place = { row: 0, column: 0 };
const marks = [80, null, null, null, null, null];
const held: OpenCell = {
  pupil: "pupil-0",
  column: "tx1",
  no: 3,
  asker: "Lan",
  mine: true,
  wanted: 90,
  until: "2026-10-14T10:00:00Z",
  url: "/so-diem/de-nghi/3/",
};

function book(locked: number, cases: OpenCell[] = [], closed = ""): Book {
  const given = data([row(0, { marks, versions: [1, 0, 0, 0, 0, 0], locked }), row(1)]);
  return new Book("lan", { ...given, cases, closed });
}

describe("a locked cell", () => {
  test("leads to a request with it filled in; the open ones beside it are left out", () => {
    const one = book(1);
    expect(needsCase(one, place)).toBe(true);
    expect(askingFor(one, [place, { row: 1, column: 0 }])).toBe("/de-nghi/?o=pupil-0.tx1");
    expect(askingFor(one, [])).toBe("/de-nghi/");
  });

  test("of another's strand, or for whoever may not ask, leads nowhere", () => {
    const strand = book(1);
    strand.data.columns[0]!.mine = false;
    expect(needsCase(strand, place)).toBe(false);
    const reader = book(1);
    reader.data.urls.ask = "";
    expect(needsCase(reader, place)).toBe(false);
  });
});

describe("a cell that a case holds open", () => {
  test("is typed by who asked, without another reason, also in a locked term", () => {
    const one = book(0, [held], "Học kì đã khóa.");
    expect(one.why(place)).toBe("");
    expect(one.write([{ ...place, text: "9" }], "page", 0).put).toMatchObject([
      { text: "9", state: "waiting", reason: "" },
    ]);
    expect(one.why({ row: 1, column: 0 })).toBe("Học kì đã khóa.");
  });

  test("is nobody else's, and ends with its lock", () => {
    expect(book(0, [{ ...held, mine: false }]).why(place)).toBe("sheet_opened_other");
    expect(openedBy(book(1, [held]), place)).toBeNull();
  });
});
