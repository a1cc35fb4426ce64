// What a typed mark means and what an average is: the same as on the server (rules/scores.py,
// rules/averages.py); both pass tests/golden/rules/. Scores are whole tenths, never fractions: 85
// is 8,5. Source: Circular 22/2021/TT-BGDĐT, articles 5 and 9.1.

export interface Typed {
  tenths: number | null;
  /** What was probably meant: to be offered, never taken by itself. */
  suggestion: number | null;
  /** The code of what is wrong; "" for a score or a blank. */
  problem: string;
}

export type Mark = "D" | "CD";

export interface TypedComment {
  mark: Mark | null;
  problem: string;
}

export interface Weights {
  midterm: number;
  final: number;
  terms: readonly [number, number];
}

const BEST = 100;
const AROUND = /^[ \t\r\n\u00a0\u202f]+|[ \t\r\n\u00a0\u202f]+$/g;
const INSIDE = /[ \t\r\n\u00a0\u202f]+/g;
const SCORE = /^([0-9]{1,2})(?:[.,]([0-9])0*)?$/;
/** Digits that most likely lack their decimal mark; 11 to 19 may as well be a slip for 10. */
const UNPOINTED = /^(?:0[0-9]|[2-9][0-9]|100)$/;
const DECIMALS = /^[0-9]{1,2}[.,][0-9]+$/;
const A_NUMBER = /^[-−]?[0-9]+(?:[.,][0-9]+)?$/;
const PASSED = new Set(["d", "đ", "dat", "đat", "đạt", "dạt"]);
const FAILED = new Set([
  "cd",
  "cđ",
  "chua dat",
  "chưa đat",
  "chưa đạt",
  "chưa dat",
  "chưa dạt",
  "chua đạt",
]);

export function parse(text: string): Typed {
  const plain = text.replace(AROUND, "");
  if (plain === "") return typed();
  if (UNPOINTED.test(plain)) return typed({ suggestion: Number(plain), problem: "score.unpointed" });
  const found = SCORE.exec(plain);
  if (found) {
    const tenths = Number(found[1]) * 10 + Number(found[2] ?? 0);
    return tenths <= BEST ? typed({ tenths }) : typed({ problem: "score.out_of_range" });
  }
  if (DECIMALS.test(plain)) return typed({ problem: "score.decimals" });
  if (A_NUMBER.test(plain)) return typed({ problem: "score.out_of_range" });
  return typed({ problem: "score.not_a_score" });
}

function typed(found: Partial<Typed> = {}): Typed {
  return { tenths: null, suggestion: null, problem: "", ...found };
}

export function parseComment(text: string): TypedComment {
  const plain = text
    .replace(AROUND, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[\u00f0\u0256]/g, "đ")
    .replace(INSIDE, " ");
  if (plain === "") return { mark: null, problem: "" };
  if (PASSED.has(plain)) return { mark: "D", problem: "" };
  if (FAILED.has(plain)) return { mark: "CD", problem: "" };
  return { mark: null, problem: "score.not_a_comment" };
}

/** "8,5", "10,0": as the book shows it. */
export function shown(tenths: number): string {
  return `${Math.trunc(tenths / 10)},${tenths % 10}`;
}

/** "8,5", "8": as a teacher types it. */
export function asTyped(tenths: number): string {
  return tenths % 10 ? shown(tenths) : String(tenths / 10);
}

/** Halves up; of whole numbers that are not negative. */
function rounded(numerator: number, denominator: number): number {
  const doubled = 2 * numerator + denominator;
  return (doubled - (doubled % (2 * denominator))) / (2 * denominator);
}

/** The term average in tenths; null as long as a required score is missing. */
export function termAverage(
  regular: readonly (number | null)[],
  midterm: number | null,
  final: number | null,
  required: number,
  weights: Weights,
): number | null {
  if (midterm === null || final === null || regular.length !== required) return null;
  let total = weights.midterm * midterm + weights.final * final;
  for (const score of regular) {
    if (score === null) return null;
    total += score;
  }
  return rounded(total, required + weights.midterm + weights.final);
}

/** The year average in tenths from the rounded averages of both terms. */
export function yearAverage(
  first: number | null,
  second: number | null,
  { terms: [one, two] }: Weights,
): number | null {
  if (first === null || second === null) return null;
  return rounded(one * first + two * second, one + two);
}

/** The term's result of a comment subject: passed when every assessment is. */
export function termComment(
  regular: readonly (Mark | null)[],
  midterm: Mark | null,
  final: Mark | null,
  required: number,
): Mark | null {
  const marks = [...regular, midterm, final];
  if (regular.length !== required || marks.includes(null)) return null;
  return marks.includes("CD") ? "CD" : "D";
}
