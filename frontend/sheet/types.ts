// The sheet as the server sends it, and what it answers to a save; see docs/decisions/gradebook.md.

/** What stands in a mark cell, as one small number: see marks.ts. */
export type Code = number | null;

export interface Column {
  key: string;
  label: string;
  title: string;
  kind: "regular" | "midterm" | "final";
  weight: number;
  strand: string;
  locked: boolean;
  open: boolean;
  /** This teacher's own strand, or of no strand. */
  mine: boolean;
  /** Why nothing may be typed; "" while it may. */
  why: string;
  closes: string;
}

/** What a save changes of a pupil's row. */
export interface SavedRow {
  id: string;
  marks: Code[];
  versions: number[];
  /** Bit i: this pupil's cell of column i is locked; bit 15: the comment. */
  locked: number;
  average: Code;
  comment: string;
  comment_version: number;
}

export interface Row extends SavedRow {
  code: string;
  name: string;
  born: string;
  note: string;
  left: boolean;
}

/** A cell that a case of correction holds open. */
export interface OpenCell {
  pupil: string;
  column: string;
  no: number;
  asker: string;
  /** This person asked, so he types it. */
  mine: boolean;
  wanted: Code;
  until: string;
  url: string;
}

export interface SheetData {
  sheet: {
    class_id: string;
    class: string;
    subject: string;
    subject_name: string;
    term: number;
    grade: number;
    year: string;
    assessed_by: "scores" | "comments";
    required: number;
  };
  may_edit: boolean;
  closed: string;
  /** `ask`: where a correction is asked for; "" where this person may not. */
  urls: { save: string; data: string; lock: string; anomalies: string; ask: string };
  cases: OpenCell[];
  columns: Column[];
  /** `required`: a blank one counts as missing; `phrases`: what it may begin with. */
  comment: { open: boolean; locked: boolean; why: string; required?: boolean; phrases?: string[] };
  rows: Row[];
}

export interface Refusal {
  pupil: string;
  column: string;
  text: string;
  code: string;
  sentence: string;
  suggestion: string;
}

export interface Conflict {
  pupil: string;
  column: string;
  text: string;
  theirs: Code | string;
  theirs_by: string;
  theirs_at: string;
  version: number;
}

export interface Answer {
  saved: number;
  rows: SavedRow[];
  refused: Refusal[];
  conflicts: Conflict[];
}

export const COMMENT = "comment";
export const COMMENT_BIT = 15;

export type Source = "page" | "paste" | "phone";

/** A place in the sheet: the row's number and the column's; the comment comes after the marks. */
export interface Place {
  row: number;
  column: number;
}

/** What somebody wants to write into a place. */
export interface Wish extends Place {
  text: string;
}
