// What somebody typed and the server has not acknowledged: how it is kept, put into batches and
// settled. Pure; the shelf (this device's database) and the page apply the same functions.
import { shown } from "./marks";
import { COMMENT, type Answer, type Source } from "./types";

export type KeptState = "waiting" | "reason" | "refused" | "conflict";

export interface Theirs {
  text: string;
  by: string;
  at: string;
  version: number;
}

/** One typed cell. An account never sees another's: the account is part of the key. */
export interface Kept {
  account: string;
  sheet: string;
  pupil: string;
  column: string;
  text: string;
  /** The version of the cell that the teacher saw. */
  version: number;
  reason: string;
  source: Source;
  state: KeptState;
  /** The batch in which it goes; "" while it is in none. */
  batch: string;
  code: string;
  sentence: string;
  suggestion: string;
  theirs: Theirs | null;
  /** When it was typed; grows with every change, so that a later one is told from an earlier. */
  at: number;
}

/** What is shown of a cell beside its text. */
export type State = "" | "waiting" | "sending" | "saved" | "reason" | "refused" | "conflict";

/** How a cell is to be shown. */
export interface Cell {
  text: string;
  state: State;
  kept: Kept | null;
}

export interface BatchCell {
  pupil: string;
  column: string;
  text: string;
  version: number;
  reason: string;
}

/** What was sent, or is about to be; sent again, it bears the same id and the same content. */
export interface Batch {
  account: string;
  sheet: string;
  id: string;
  source: Source;
  cells: BatchCell[];
}

/** What a device keeps of one sheet for one account. */
export interface Held {
  cells: Kept[];
  batch: Batch | null;
}

export interface Edits {
  put?: Kept[];
  drop?: Kept[];
  /** The batch after the change; left out when it stays as it is. */
  batch?: Batch | null;
}

export const MOST_CELLS = 1000;

export const nameOf = (cell: { pupil: string; column: string }): string =>
  `${cell.pupil} ${cell.column}`;

/** Takes the next batch: the one that is under way, or what waits, of one source at a time. */
export function take(held: Held, id: string): { edits: Edits; batch: Batch | null } {
  if (held.batch) return { edits: {}, batch: held.batch };
  const waiting = held.cells
    .filter((cell) => cell.state === "waiting" && cell.batch === "")
    .sort((one, other) => one.at - other.at);
  const [first] = waiting;
  if (!first) return { edits: {}, batch: null };
  const chosen = waiting.filter(({ source }) => source === first.source).slice(0, MOST_CELLS);
  const batch: Batch = {
    account: first.account,
    sheet: first.sheet,
    id,
    source: first.source,
    cells: chosen.map(({ pupil, column, text, version, reason }) => ({
      pupil,
      column,
      text,
      version,
      reason,
    })),
  };
  return { edits: { put: chosen.map((cell) => ({ ...cell, batch: id })), batch }, batch };
}

/** Settles one kept cell by the answer to a batch; null when it is saved and need not be kept. */
export type Settled = (cell: Kept) => Kept | null;

/**
 * How the answer to a batch settles its cells; a cell of no concern comes back as it is. `keys`: the
 * columns in the order of a row.
 */
export function settling(batch: Batch, answer: Answer, keys: readonly string[]): Settled {
  const sent = new Set(batch.cells.map(nameOf));
  const refused = new Map(answer.refused.map((one) => [nameOf(one), one]));
  const conflicts = new Map(answer.conflicts.map((one) => [nameOf(one), one]));
  const versions = versionsOf(answer, keys);
  return (cell) => {
    const name = nameOf(cell);
    if (!sent.has(name)) return cell;
    const refusal = refused.get(name);
    const conflict = conflicts.get(name);
    if (cell.batch !== batch.id) {
      // Typed again while its batch was under way: it builds on what has just been saved.
      const saved = !refusal && !conflict ? versions(cell) : undefined;
      return saved === undefined ? cell : { ...cell, version: saved };
    }
    if (conflict) {
      const { theirs, theirs_by: by, theirs_at: at, version } = conflict;
      const text = typeof theirs === "string" ? theirs : shown(theirs);
      const other = { text, by, at, version };
      return { ...cell, batch: "", state: "conflict", theirs: other };
    }
    if (refusal) {
      const { code, sentence, suggestion } = refusal;
      const state = code === "score.reason_needed" ? "reason" : "refused";
      return { ...cell, batch: "", state, code, sentence, suggestion };
    }
    return null;
  };
}

/** The whole batch was refused: its cells stay, each with the sentence. */
export function refusing(batch: Batch, code: string, sentence: string): Settled {
  return (cell) =>
    cell.batch === batch.id
      ? { ...cell, batch: "", state: "refused", code, sentence, suggestion: "" }
      : cell;
}

/** What became of a batch: answered cell by cell, or refused as a whole. */
export type Outcome = { answer: Answer } | { code: string; sentence: string };

export function outcomeOf(batch: Batch, outcome: Outcome, keys: readonly string[]): Settled {
  return "answer" in outcome
    ? settling(batch, outcome.answer, keys)
    : refusing(batch, outcome.code, outcome.sentence);
}

/** What settling makes of all that is held; the batch is done. */
export function settle(held: Held, batch: Batch, settled: Settled): Edits {
  if (held.batch?.id !== batch.id) return {};
  const put: Kept[] = [];
  const drop: Kept[] = [];
  for (const cell of held.cells) {
    const after = settled(cell);
    if (after === null) drop.push(cell);
    else if (after !== cell) put.push(after);
  }
  return { put, drop, batch: null };
}

function versionsOf(
  answer: Answer,
  keys: readonly string[],
): (cell: Kept) => number | undefined {
  const rows = new Map(answer.rows.map((row) => [row.id, row]));
  return (cell) => {
    const row = rows.get(cell.pupil);
    if (!row) return undefined;
    return cell.column === COMMENT ? row.comment_version : row.versions[keys.indexOf(cell.column)];
  };
}
