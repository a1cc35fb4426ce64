import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  asTyped,
  type Mark,
  parse,
  parseComment,
  shown,
  termAverage,
  termComment,
  yearAverage,
} from "./scores";

// The weights as the server sends them; the golden cases are made with the circular's.
const WEIGHTS = { midterm: 2, final: 3, terms: [1, 2] } as const;

function golden<Case>(name: string, part: string): Case[] {
  const path = join(import.meta.dirname, "../tests/golden/rules", `${name}.json`);
  const cases = (JSON.parse(readFileSync(path, "utf-8")) as Record<string, Case[]>)[part] ?? [];
  expect(cases.length).toBeGreaterThan(0);
  return cases;
}

test("reads a typed score as the server does", () => {
  interface Case {
    text: string;
    tenths: number | null;
    suggestion: number | null;
    problem: string;
  }
  for (const { text, ...expected } of golden<Case>("typed", "scores")) {
    expect({ text, ...parse(text) }).toEqual({ text, ...expected });
  }
});

test("reads a typed comment as the server does", () => {
  interface Case {
    text: string;
    mark: Mark | null;
    problem: string;
  }
  for (const { text, ...expected } of golden<Case>("typed", "comments")) {
    expect({ text, ...parseComment(text) }).toEqual({ text, ...expected });
  }
});

test("averages a term and a year as the server does", () => {
  interface Term {
    regular: (number | null)[];
    midterm: number | null;
    final: number | null;
    required: number;
    average: number | null;
  }
  for (const each of golden<Term>("averages", "terms")) {
    const found = termAverage(each.regular, each.midterm, each.final, each.required, WEIGHTS);
    expect({ ...each, average: found }).toEqual(each);
  }
  interface Year {
    first: number | null;
    second: number | null;
    year: number | null;
  }
  for (const each of golden<Year>("averages", "years")) {
    expect({ ...each, year: yearAverage(each.first, each.second, WEIGHTS) }).toEqual(each);
  }
});

test("joins the comments of a term as the server does", () => {
  interface Case {
    regular: (Mark | null)[];
    midterm: Mark | null;
    final: Mark | null;
    required: number;
    result: Mark | null;
  }
  for (const each of golden<Case>("averages", "comments")) {
    const found = termComment(each.regular, each.midterm, each.final, each.required);
    expect({ ...each, result: found }).toEqual(each);
  }
});

test("shows a score as the server does, and reads it back", () => {
  for (const each of golden<{ tenths: number; shown: string }>("typed", "shown")) {
    expect(shown(each.tenths)).toBe(each.shown);
  }
  for (let tenths = 0; tenths <= 100; tenths++) {
    expect(parse(shown(tenths)).tenths).toBe(tenths);
    expect(parse(asTyped(tenths)).tenths).toBe(tenths);
  }
});
