// What stands in a cell, as one small number, and what typing into it makes of it: the same as on
// the server (rules/marks.py); both pass tests/golden/rules/marks.json.
// Source: Circular 22/2021/TT-BGDĐT, articles 5, 7 and 9.1.
import {
  asTyped,
  type Mark,
  parse,
  parseComment,
  shown as asAverage,
  termAverage,
} from "../scores";
import type { Code, Column } from "./types";

export const FAILED = 200;
export const PASSED = 201;
/** Missed for a reason: a make-up is due. */
export const ABSENT = 300;
/** Added to what was earned at the make-up. */
export const MADE_UP = 400;
/** Not made up within the term: 0, or Chưa đạt. */
export const BY_RULE = 700;

const ABSENT_TEXT = "v";
const BY_RULE_TEXT = "v0";
const AROUND = /^[ \t\r\n\u00a0\u202f]+|[ \t\r\n\u00a0\u202f]+$/g;

export interface Meant {
  code: Code;
  /** The code of what is wrong; "" when the text may be taken. */
  problem: string;
  /** What was probably meant: to be offered, never taken by itself. */
  suggestion: string;
}

/** What typing a text into a cell means where `stands` stands. */
export function typed(text: string, stands: Code, comments: boolean): Meant {
  const said = text.replace(AROUND, "").toLowerCase();
  if (said === ABSENT_TEXT) return { code: ABSENT, problem: "", suggestion: "" };
  if (said === BY_RULE_TEXT) {
    const missed = stands === ABSENT || stands === BY_RULE;
    return missed
      ? { code: BY_RULE, problem: "", suggestion: "" }
      : { code: stands, problem: "score.not_absent", suggestion: "" };
  }
  const found = comments ? commentMark(text) : score(text);
  if (found.problem) return { ...found, code: stands };
  const makesUp = found.code !== null && stands !== null && stands >= ABSENT;
  return makesUp ? { ...found, code: (found.code ?? 0) + MADE_UP } : found;
}

function score(text: string): Meant {
  const { tenths, problem, suggestion } = parse(text);
  return { code: tenths, problem, suggestion: suggestion === null ? "" : asTyped(suggestion) };
}

function commentMark(text: string): Meant {
  const { mark, problem } = parseComment(text);
  return { code: mark === null ? null : codeOf(mark), problem, suggestion: "" };
}

function codeOf(mark: Mark): number {
  return mark === "D" ? PASSED : FAILED;
}

/** How a cell stands in the book, and how it is typed again. */
export function shown(code: Code): string {
  if (code === null) return "";
  if (code === ABSENT) return ABSENT_TEXT;
  if (code === BY_RULE) return BY_RULE_TEXT;
  const plain = code >= MADE_UP ? code - MADE_UP : code;
  if (plain === PASSED) return "Đ";
  if (plain === FAILED) return "CĐ";
  return asTyped(plain);
}

/** How an average stands in the book: always with one decimal. */
export function shownAverage(code: Code): string {
  return code === null || code >= FAILED ? shown(code) : asAverage(code);
}

/** The term's result of a subject; null while something is missing. */
export function result(marks: readonly Code[], columns: readonly Column[], comments: boolean): Code {
  const of = (kind: Column["kind"]): number[] =>
    columns.flatMap((column, at) => (column.kind === kind ? [at] : []));
  const regular = of("regular");
  const weight = (kind: Column["kind"]): number => columns[of(kind)[0] ?? -1]?.weight ?? 0;
  if (comments) {
    const said = marks.map(commentOf);
    if (said.includes(null)) return null;
    return said.includes("CD") ? FAILED : PASSED;
  }
  const counted = marks.map(counts);
  const last = (kind: Column["kind"]): number | null => counted[of(kind).at(-1) ?? -1] ?? null;
  return termAverage(
    regular.map((at) => counted[at] ?? null),
    last("midterm"),
    last("final"),
    regular.length,
    { midterm: weight("midterm"), final: weight("final"), terms: [1, 2] },
  );
}

/** The tenths that a cell counts in an average; null where it counts nothing yet. */
export function counts(code: Code): number | null {
  if (code === null || code === ABSENT) return null;
  if (code === BY_RULE) return 0;
  return code >= MADE_UP ? code - MADE_UP : code;
}

function commentOf(code: Code): Mark | null {
  if (code === BY_RULE) return "CD";
  const plain = counts(code);
  if (plain === PASSED) return "D";
  return plain === FAILED ? "CD" : null;
}
