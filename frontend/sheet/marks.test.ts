import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { data } from "./making";
import { ABSENT, BY_RULE, result, shown, shownAverage, typed } from "./marks";
import type { Code, Column } from "./types";

describe("a typed text", () => {
  test.each([
    ["8,5", null, 85, "", ""],
    ["8.50", null, 85, "", ""],
    ["", 85, null, "", ""],
    [" V ", 85, ABSENT, "", ""],
    ["7", ABSENT, 470, "", ""],
    ["7", 485, 470, "", ""],
    ["v0", ABSENT, BY_RULE, "", ""],
    ["v0", 85, 85, "score.not_absent", ""],
    ["85", null, null, "score.unpointed", "8,5"],
    ["11", 70, 70, "score.out_of_range", ""],
    ["1e1", null, null, "score.not_a_score", ""],
  ])("%j over %j is %j", (text, stands, code, problem, suggestion) => {
    expect(typed(text, stands, false)).toEqual({ code, problem, suggestion });
  });

  test.each([
    ["đ", null, 201, ""],
    ["CĐ", null, 200, ""],
    ["Đ", ABSENT, 601, ""],
    ["8", null, null, "score.not_a_comment"],
  ])("%j over %j is %j where a subject is assessed by comments", (text, stands, code, problem) => {
    expect(typed(text, stands, true)).toMatchObject({ code, problem });
  });
});

test("a cell is shown as it is typed again", () => {
  const codes = [null, 80, 85, 100, 200, 201, 300, 485, 601, 700];
  expect(codes.map(shown)).toEqual(["", "8", "8,5", "10", "CĐ", "Đ", "v", "8,5", "Đ", "v0"]);
  expect([79, 80, 201, null].map(shownAverage)).toEqual(["7,9", "8,0", "Đ", ""]);
});

test("the result counts make-ups and what was not made up, and waits for what is missing", () => {
  const { columns } = data();
  expect(result([80, 85, 470, 75, 90, 95], columns, false)).toBe(86);
  expect(result([80, 85, BY_RULE, 75, 90, 95], columns, false)).toBe(78);
  expect(result([80, 85, ABSENT, 75, 90, 95], columns, false)).toBeNull();
  expect(result([201, 201, 601, 201, 201, 201], columns, true)).toBe(201);
  expect(result([201, BY_RULE, 201, 201, 201, 201], columns, true)).toBe(200);
  expect(result([201, null, 201, 201, 201, 201], columns, true)).toBeNull();
});

describe("the golden cases, which the server passes too", () => {
  const path = join(import.meta.dirname, "../../tests/golden/rules/marks.json");
  const golden = JSON.parse(readFileSync(path, "utf-8")) as {
    typed: { text: string; stands: Code; comments: boolean }[];
    shown: { code: Code; shown: string }[];
    results: { kinds: Column["kind"][]; marks: Code[]; comments: boolean; result: Code }[];
  };
  const weights = { regular: 1, midterm: 2, final: 3 };

  test("what is typed", () => {
    expect(golden.typed.length).toBeGreaterThan(10);
    for (const each of golden.typed) {
      expect({ ...each, ...typed(each.text, each.stands, each.comments) }).toEqual(each);
    }
  });

  test("what is shown", () => {
    for (const { code, shown: text } of golden.shown) expect([code, shown(code)]).toEqual([code, text]);
  });

  test("what a term comes to", () => {
    for (const each of golden.results) {
      const columns = each.kinds.map((kind) => ({ kind, weight: weights[kind] }) as Column);
      expect({ ...each, result: result(each.marks, columns, each.comments) }).toEqual(each);
    }
  });
});
