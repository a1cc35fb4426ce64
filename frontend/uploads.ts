// Files on their way to the server: resumable (tus), two at a time, checked there, kept until used.
// What was begun before a reload is listed again; choosing the same file goes on where it stopped.
import { Upload, type DetailedError, type UploadOptions } from "tus-js-client";
import { problemsIn } from "./data";
import { page } from "./page";
import { authedFetch, forUploads } from "./session";

export type State =
  | "waiting"
  | "sending"
  | "paused"
  | "stuck" // no connection, or the sign-in was put off
  | "lost" // begun before a reload; the file must be chosen again
  | "checking"
  | "ready"
  | "refused";

/** An upload as the server tells of it. */
export interface Told {
  id: string;
  name: string;
  purpose: string;
  size: number;
  received: number;
  state: "receiving" | "checking" | "ready" | "refused" | "used";
  problems: string[];
  notes?: string[];
  pages?: number | null;
}

/** A file in the list, whether it is still on its way or lies at the server. */
export interface FileInHand {
  readonly key: string;
  readonly name: string;
  readonly size: number;
  /** The server's name for the upload; "" until it has one. */
  id: string;
  sent: number;
  state: State;
  problems: string[];
  notes: string[];
  pages: number | null;
}

export interface Listener {
  changed(file: FileInHand): void;
  gone(file: FileInHand): void;
}

const PIECE = 1024 * 1024;
const AT_ONCE = 2;
const TRY_AGAIN_MS = [0, 1000, 3000, 6000, 12000, 20000];
const ASK_FIRST_MS = 500;
const ASK_SLOWEST_MS = 4000;
const TUS = { "Tus-Resumable": "1.0.0" };
const BUSY: readonly State[] = ["waiting", "sending", "paused", "stuck", "checking"];

export const isBusy = (file: FileInHand): boolean => BUSY.includes(file.state);

export class Uploads {
  readonly files = new Map<string, FileInHand>();
  private readonly senders = new Map<string, Upload>();
  private readonly endpoint: string;
  private readonly purpose: string;
  private readonly listener: Listener;
  private asking = 0;
  private pause = ASK_FIRST_MS;

  constructor(endpoint: string, purpose: string, listener: Listener) {
    this.endpoint = endpoint;
    this.purpose = purpose;
    this.listener = listener;
    window.addEventListener("online", () => this.goOn());
    window.addEventListener("offline", () => this.stop());
  }

  /** Lists what lies at the server from before, the oldest first. */
  async load(): Promise<void> {
    for (const told of (await this.ask()).reverse()) {
      if (this.byId(told.id) === undefined) this.take(told);
    }
    this.watch();
  }

  /** Takes a file up; null when the same file is in the list already. */
  async add(file: File): Promise<FileInHand | null> {
    const key = fingerprint(file, this.purpose);
    const name = file.name.normalize();
    const alike = [...this.files.values()].filter(
      (other) => other.name === name && other.size === file.size,
    );
    if (alike.some((other) => other.state !== "lost" && other.state !== "refused")) return null;
    const metadata = { filename: file.name, purpose: this.purpose };
    const sender = new Upload(file, { ...this.options(key), metadata });
    const [begun] = await sender.findPreviousUploads();
    if (begun) sender.resumeFromPreviousUpload(begun);
    const goesOn = idIn(begun?.uploadUrl ?? "");
    for (const other of alike) {
      if (other.id === goesOn) this.drop(other);
      else void this.remove(other).catch(() => {}); // begun on another device: sent anew from here
    }
    const made = inHand(key, file.name, file.size);
    this.files.set(key, made);
    this.senders.set(key, sender);
    this.listener.changed(made);
    this.next();
    return made;
  }

  pauseOne(file: FileInHand): void {
    void this.senders.get(file.key)?.abort();
    this.set(file, "paused");
    this.next();
  }

  resumeOne(file: FileInHand): void {
    this.set(file, "waiting");
    this.next();
  }

  /** Throws a file away, here and at the server. Rejects when the server could not be reached. */
  async remove(file: FileInHand): Promise<void> {
    await this.senders.get(file.key)?.abort();
    const id = file.id || idIn(this.senders.get(file.key)?.url ?? "");
    if (id) {
      const answer = await authedFetch(`${this.endpoint}${id}`, { method: "DELETE", headers: TUS });
      if (!answer.ok && answer.status !== 404) throw new Error(`discard: ${answer.status}`);
    }
    await forgetSent(this.senders.get(file.key));
    this.drop(file);
    this.next();
  }

  /** Takes files out of the list that the server has used. */
  used(ids: readonly string[]): void {
    for (const file of [...this.files.values()]) if (ids.includes(file.id)) this.drop(file);
  }

  private options(key: string): UploadOptions {
    const file = (): FileInHand | undefined => this.files.get(key);
    return {
      ...forUploads,
      endpoint: this.endpoint,
      chunkSize: PIECE,
      retryDelays: TRY_AGAIN_MS,
      removeFingerprintOnSuccess: true,
      fingerprint: (chosen) => Promise.resolve(fingerprint(chosen, this.purpose)),
      onProgress: (sent) => this.on(file(), (it) => this.set(it, "sending", { sent })),
      onSuccess: () => this.on(file(), (it) => this.arrived(it)),
      onError: (error) => this.on(file(), (it) => this.failed(it, error)),
    };
  }

  private on(file: FileInHand | undefined, act: (file: FileInHand) => void): void {
    if (file && file.state !== "paused") act(file);
  }

  private arrived(file: FileInHand): void {
    file.id = idIn(this.senders.get(file.key)?.url ?? "");
    this.set(file, "checking", { sent: file.size });
    this.pause = ASK_FIRST_MS;
    this.watch();
    this.next();
  }

  private failed(file: FileInHand, error: Error | DetailedError): void {
    const answer = "originalResponse" in error ? error.originalResponse : null;
    const problems = problemsIn(parsed(answer?.getBody() ?? "")).map((problem) => problem.text);
    if (answer && answer.getStatus() < 500 && problems.length > 0) {
      this.set(file, "refused", { problems });
    } else this.set(file, "stuck");
    this.next();
  }

  /** Starts what may start: two files on their way at once. */
  private next(): void {
    const all = [...this.files.values()];
    let free = AT_ONCE - all.filter((file) => file.state === "sending").length;
    for (const file of all) {
      if (file.state !== "waiting" || free <= 0) continue;
      this.set(file, "sending");
      this.senders.get(file.key)?.start();
      free -= 1;
    }
  }

  /** Says at once that the network is gone, and leaves off trying, instead of after every try. */
  private stop(): void {
    for (const file of this.files.values()) {
      if (file.state !== "sending") continue;
      void this.senders.get(file.key)?.abort();
      this.set(file, "stuck");
    }
  }

  private goOn(): void {
    for (const file of this.files.values()) if (file.state === "stuck") this.set(file, "waiting");
    this.next();
    this.watch();
  }

  /** Asks the server, ever more slowly, until nothing is being checked. */
  private watch(): void {
    window.clearTimeout(this.asking);
    if (![...this.files.values()].some((file) => file.state === "checking")) return;
    this.asking = window.setTimeout(() => {
      this.pause = Math.min(this.pause * 1.4, ASK_SLOWEST_MS);
      void this.compare().finally(() => this.watch());
    }, this.pause);
  }

  private async compare(): Promise<void> {
    const told = new Map((await this.ask().catch(() => [])).map((one) => [one.id, one]));
    if (told.size === 0) return;
    for (const file of [...this.files.values()]) {
      const one = told.get(file.id);
      if (file.state === "checking" && one && one.state !== "checking") this.learn(file, one);
    }
  }

  private async ask(): Promise<Told[]> {
    const answer = await authedFetch(this.endpoint);
    if (!answer.ok) throw new Error(`uploads: ${answer.status}`);
    const { uploads } = (await answer.json()) as { uploads: Told[] };
    return uploads.filter((one) => one.purpose === this.purpose);
  }

  private take(told: Told): void {
    const file = inHand(told.id, told.name, told.size);
    file.id = told.id;
    this.files.set(file.key, file);
    this.learn(file, told);
  }

  private learn(file: FileInHand, told: Told): void {
    const state = told.state === "receiving" ? "lost" : told.state;
    if (state === "used") {
      this.drop(file);
      return;
    }
    const { problems, notes = [], pages = null } = told;
    this.set(file, state, { sent: told.received, problems, notes, pages });
  }

  private set(file: FileInHand, state: State, more: Partial<FileInHand> = {}): void {
    Object.assign(file, { state, ...more });
    this.listener.changed(file);
  }

  private drop(file: FileInHand): void {
    this.files.delete(file.key);
    this.senders.delete(file.key);
    this.listener.gone(file);
  }

  private byId(id: string): FileInHand | undefined {
    return id ? [...this.files.values()].find((file) => file.id === id) : undefined;
  }
}

function inHand(key: string, name: string, size: number): FileInHand {
  return { key, name, size, id: "", sent: 0, state: "waiting", problems: [], notes: [], pages: null };
}

/** The same file of the same account for the same purpose: what is begun is found again by it. */
function fingerprint(file: File, purpose: string): string {
  return ["tus", page.account, purpose, file.name, file.size, file.lastModified].join(":");
}

/** The last part of an upload's address. */
export function idIn(url: string): string {
  return /([0-9a-f-]{36})\/?$/.exec(url)?.[1] ?? "";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What tus keeps of an upload on this device, so that a thrown-away file is not gone on with. */
async function forgetSent(sender: Upload | undefined): Promise<void> {
  const [begun] = (await sender?.findPreviousUploads()) ?? [];
  if (begun) await sender?.options.urlStorage?.removeUpload(begun.urlStorageKey);
}
