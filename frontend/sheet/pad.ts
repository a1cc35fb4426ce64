// What a key of the phone's pad makes of the text in a cell, and when a mark is whole. Pure.

export interface Pressed {
  text: string;
  /** The mark is whole: on to the next pupil. */
  whole: boolean;
}

export const PAD_SCORES = ["7", "8", "9", "4", "5", "6", "1", "2", "3", "0", ",", "10"] as const;
export const PAD_COMMENTS = ["Đ", "CĐ"] as const;

const WHOLE = /^(?:10|[0-9],[0-9])$/;

/**
 * Presses a key. `fresh`: the text stood there before this pupil was come to, so the first key
 * writes over it. "8" waits for its comma, "8,5" and "10" are whole.
 */
export function press(text: string, key: string, fresh: boolean): Pressed {
  if (key === "back") return { text: fresh ? "" : text.slice(0, -1), whole: false };
  if (key === "V") return { text: "v", whole: true };
  if (key === "Đ" || key === "CĐ") return { text: key, whole: true };
  if (key === "10") return { text: "10", whole: true };
  const before = fresh || !/^[0-9,]*$/.test(text) ? "" : text;
  if (key === ",") {
    const takes = /^[0-9]$/.test(before);
    return { text: takes ? `${before},` : before, whole: false };
  }
  const after = before.length >= 3 ? before : before + key;
  return { text: after, whole: WHOLE.test(after) };
}
