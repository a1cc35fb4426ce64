import { describe, expect, test } from "vitest";
import { Book } from "./book";
import { data, row } from "./making";
import { fits, plan, readBlock, readTable, repeated, wishesOf, writeBlock } from "./paste";

const ROWS = [0, 1, 2, 3];

function book(): Book {
  const given = data([
    row(0, { marks: [80, null, null, null, null, null], versions: [1, 0, 0, 0, 0, 0] }),
    row(1),
    row(2),
    row(3),
  ]);
  Object.assign(given.columns[4]!, { locked: true, open: false, why: "Cột đã khóa." });
  return new Book("lan", given);
}

describe("a block", () => {
  test.each([
    ["8,5\t7\r\n9\t10\r\n", [["8,5", "7"], ["9", "10"]]],
    ["8\n\n7\n", [["8"], [""], ["7"]]],
    ['"Chăm chỉ,\ntiến bộ"\t8\r\n"nói ""hay"""\t7', [["Chăm chỉ,\ntiến bộ", "8"], ['nói "hay"', "7"]]],
    ["\t8\r\n", [["", "8"]]],
    ["8", [["8"]]],
  ])("%j is read as a spreadsheet means it", (text, block) => {
    expect(readBlock(text)).toEqual(block);
  });

  test("is written so that it is read back the same", () => {
    const block = [["8,5", "a\tb"], ['"c"', ""]];
    expect(readBlock(writeBlock(block))).toEqual(block);
  });

  test("is read from a table of HTML", () => {
    expect(readTable("<table><tr><td>8,5</td><td> 7\n</td></tr></table>")).toEqual([["8,5", "7"]]);
  });

  test("is repeated over a range that is a multiple of it", () => {
    expect(repeated([["8"]], 2, 2)).toEqual([["8", "8"], ["8", "8"]]);
    expect(repeated([["8"], ["7"]], 3, 1)).toEqual([["8"], ["7"]]);
  });
});

describe("a plan", () => {
  test("of a block that fits asks nothing", () => {
    const made = plan(book(), [["8", "7.5"], ["", "9"]], { row: 1, column: 0 }, ROWS);
    expect(fits(made)).toBe(true);
    expect(made.wishes.map(({ text }) => text)).toEqual(["8", "7.5", "9"]);
    expect(made.same).toBe(1);
  });

  test("says what lies beyond, what is locked, what would be overwritten, what is no mark", () => {
    const block = ["9", "1", "2", "3", "4", "5", "x", "y"];
    const made = plan(book(), [block, ["85"], ["7"], ["6"], ["5"]], { row: 0, column: 0 }, ROWS);
    expect(fits(made)).toBe(false);
    expect(made).toMatchObject({ rowsBeyond: 1, columnsBeyond: 1 });
    expect([...made.closed]).toEqual([["Cột đã khóa.", [{ row: 0, column: 4, text: "4" }]]]);
    expect(made.overwritten).toEqual([{ row: 0, column: 0, text: "9" }]);
    expect(made.refused).toMatchObject([{ text: "85", suggestion: "8,5" }]);
    expect(wishesOf(made, false).map(({ text }) => text)).toContain("85");
    expect(wishesOf(made, true).map(({ text }) => text)).toContain("8,5");
  });

  test("leaves out rows that the filter hides", () => {
    const made = plan(book(), [["8"], ["7"]], { row: 1, column: 1 }, [1, 3]);
    expect(made.wishes.map(({ row: at }) => at)).toEqual([1, 3]);
  });

  test("an empty cell over a locked one is no reason to stop; the same value is none either", () => {
    const made = plan(book(), [["8,0", "", "", "", ""]], { row: 0, column: 0 }, ROWS);
    expect(fits(made)).toBe(true);
    expect(made.wishes).toEqual([]);
  });
});
