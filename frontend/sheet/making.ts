// A small sheet for tests.
import type { Answer, Code, Row, SheetData } from "./types";

const LABELS = ["TX1", "TX2", "TX3", "TX4", "GK", "CK"];

export function row(no: number, given: Partial<Row> = {}): Row {
  return {
    id: `pupil-${no}`,
    code: `HS${no}`,
    name: ["Nguyễn An", "Trần Bình", "Lê Chi", "Phạm Dương"][no] ?? "Vũ Giang",
    born: "2015-01-01",
    note: "",
    left: false,
    marks: Array.from({ length: 6 }, (): Code => null),
    versions: Array.from({ length: 6 }, () => 0),
    locked: 0,
    average: null,
    comment: "",
    comment_version: 0,
    ...given,
  };
}

export function data(rows: Row[] = [row(0), row(1), row(2), row(3)]): SheetData {
  return {
    sheet: {
      class_id: "class",
      class: "6A",
      subject: "TOAN",
      subject_name: "Toán",
      term: 1,
      grade: 6,
      year: "2026-2027",
      assessed_by: "scores",
      required: 4,
    },
    may_edit: true,
    closed: "",
    urls: { save: "/luu/", data: "/du-lieu/", lock: "/khoa/", anomalies: "/bat-thuong/", ask: "/de-nghi/" },
    cases: [],
    columns: LABELS.map((label, at) => ({
      key: label.toLowerCase(),
      label,
      title: label,
      kind: at < 4 ? "regular" : at === 4 ? "midterm" : "final",
      weight: at < 4 ? 1 : at - 2,
      strand: "",
      mine: true,
      locked: false,
      open: true,
      why: "",
      closes: "",
    })),
    comment: { open: true, locked: false, why: "" },
    rows,
  };
}

export function answer(given: Partial<Answer> = {}): Answer {
  return { saved: 0, rows: [], refused: [], conflicts: [], ...given };
}
