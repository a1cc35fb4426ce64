// Sends what is kept: a second after the last key, one batch at a time, again and again until the
// server has answered; of several tabs of one sheet, one sends.
import { newId } from "../batch";
import { problemsIn } from "../data";
import { say } from "../page";
import { SignInCancelled } from "../session";
import { type Batch, type Outcome, outcomeOf, settle, take } from "./kept";
import type { Shelf } from "./shelf";
import type { Answer } from "./types";

export type Trouble = "" | "offline" | "signed_out";

export interface SenderHooks {
  /** A batch goes out, now or once more. */
  sending(batch: Batch): void;
  /** A batch is settled: by its answer, or as a whole by a refusal. */
  settled(batch: Batch, outcome: Outcome): void;
  trouble(kind: Trouble): void;
}

export interface SenderSetting {
  account: string;
  sheet: string;
  keys: readonly string[];
  /** Sends a body; rejects when no answer came. */
  post(body: string): Promise<Response>;
  wait?(run: () => void, ms: number): number;
  stop?(clock: number): void;
}

const QUIET_MS = 600;
const MOST_MS = 1800;
const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 60_000;
/** Answers after which sending the same again makes sense. */
const AGAIN = new Set([408, 425, 429]);

export class Sender {
  /** Whether this tab is the one that sends. */
  leads = false;
  shelf: Shelf;
  private readonly setting: SenderSetting;
  private readonly hooks: SenderHooks;
  private clock = 0;
  private firstNudge = 0;
  private underway: Promise<void> | undefined;
  private again = false;
  private failures = 0;
  private mute = false;

  constructor(shelf: Shelf, setting: SenderSetting, hooks: SenderHooks) {
    this.shelf = shelf;
    this.setting = setting;
    this.hooks = hooks;
  }

  /** Becomes the tab that sends as soon as no other tab of this sheet does. */
  lead(): void {
    const start = (): void => {
      this.leads = true;
      void this.flush();
    };
    if (!("locks" in navigator)) {
      // Plain HTTP within the school: every tab sends; the shelf keeps their batches apart.
      start();
      return;
    }
    const name = `sheet ${this.setting.account} ${this.setting.sheet}`;
    void navigator.locks.request(name, () => {
      start();
      return new Promise<never>(() => undefined);
    });
  }

  /** Something was typed: it goes out when the keys rest, but soon. */
  nudge(now: number = performance.now()): void {
    if (!this.leads || this.mute || this.failures > 0) return;
    if (this.clock === 0 || this.firstNudge === 0) this.firstNudge = now;
    const rest = Math.min(QUIET_MS, Math.max(0, this.firstNudge + MOST_MS - now));
    this.later(rest);
  }

  /** Sends at once, also after failures: the network is back, or the person asks for it. */
  retry(): void {
    this.mute = false;
    this.failures = 0;
    void this.flush();
  }

  /** Sends all that waits; resolves when nothing more can be done now. */
  flush(): Promise<void> {
    this.cancel();
    if (!this.leads) return Promise.resolve();
    if (this.underway) {
      this.again = true;
      return this.underway;
    }
    this.again = false;
    this.underway = this.run().finally(() => {
      this.underway = undefined;
      // What was typed while the last look was under way is not left until the next key.
      if (this.again && this.failures === 0) void this.flush();
    });
    return this.underway;
  }

  private async run(): Promise<void> {
    for (;;) {
      const { account, sheet } = this.setting;
      const batch = await this.shelf.change(account, sheet, (held) => {
        const { edits, batch: taken } = take(held, newId());
        return { edits, result: taken };
      });
      if (!batch || !(await this.sendOne(batch))) return;
    }
  }

  /** Sends one batch; false when it has to be sent again later. */
  private async sendOne(batch: Batch): Promise<boolean> {
    this.hooks.sending(batch);
    try {
      const body = JSON.stringify({ batch: batch.id, source: batch.source, cells: batch.cells });
      const answer = await this.setting.post(body);
      if (answer.status >= 500 || AGAIN.has(answer.status)) throw new Error(`${answer.status}`);
      await this.finish(batch, outcomeIn(answer.ok, await answer.json()));
    } catch (error) {
      this.failed(error);
      return false;
    }
    this.failures = 0;
    this.hooks.trouble("");
    return true;
  }

  private async finish(batch: Batch, outcome: Outcome): Promise<void> {
    const { account, sheet, keys } = this.setting;
    const how = outcomeOf(batch, outcome, keys);
    await this.shelf.change(account, sheet, (held) => ({
      edits: settle(held, batch, how),
      result: undefined,
    }));
    this.hooks.settled(batch, outcome);
  }

  private failed(error: unknown): void {
    this.failures += 1;
    if (error instanceof SignInCancelled) {
      // Asking again by itself would put the dialog before the person for ever.
      this.mute = true;
      this.hooks.trouble("signed_out");
      return;
    }
    this.hooks.trouble("offline");
    this.later(Math.min(FIRST_RETRY_MS * 2 ** (this.failures - 1), LAST_RETRY_MS));
  }

  private later(ms: number): void {
    this.cancel(false);
    const wait = this.setting.wait ?? ((run, after) => window.setTimeout(run, after));
    this.clock = wait(() => void this.flush(), ms);
  }

  private cancel(forgetFirst = true): void {
    const stop = this.setting.stop ?? ((clock) => window.clearTimeout(clock));
    if (this.clock) stop(this.clock);
    this.clock = 0;
    if (forgetFirst) this.firstNudge = 0;
  }
}

/** Reads what came back; what is not ours (a wireless network's sign-in page) is no answer. */
function outcomeIn(ok: boolean, body: unknown): Outcome {
  if (ok && Array.isArray((body as Answer | null)?.rows)) return { answer: body as Answer };
  if (ok) throw new TypeError("not an answer of ours");
  const [problem] = problemsIn(body);
  return { code: problem?.code ?? "", sentence: problem?.text ?? say("failed") };
}
