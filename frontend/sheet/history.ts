// Undo and redo of what was typed; taking back a saved mark is one more edit, never an erasure.
import type { Place, Wish } from "./types";

export interface Step extends Place {
  before: string;
  after: string;
}

const MOST_STEPS = 200;

export class History {
  private done: Step[][] = [];
  private undone: Step[][] = [];

  /** Remembers one act: all the cells it changed, together. */
  add(steps: readonly Step[]): void {
    const real = steps.filter(({ before, after }) => before !== after);
    if (real.length === 0) return;
    this.done.push(real);
    if (this.done.length > MOST_STEPS) this.done.shift();
    this.undone = [];
  }

  /** What is to be written to take the last act back; nothing when there is none. */
  undo(): Wish[] {
    const act = this.done.pop();
    if (!act) return [];
    this.undone.push(act);
    return act.map(({ row, column, before }) => ({ row, column, text: before }));
  }

  redo(): Wish[] {
    const act = this.undone.pop();
    if (!act) return [];
    this.done.push(act);
    return act.map(({ row, column, after }) => ({ row, column, text: after }));
  }
}
