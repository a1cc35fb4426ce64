import { beforeEach, describe, expect, test } from "vitest";
import { page } from "../page";
import { SignInCancelled } from "../session";
import { Book } from "./book";
import type { Batch, Kept } from "./kept";
import { answer, data, row } from "./making";
import { Sender, type Trouble } from "./sender";
import { Memory } from "./shelf";
import type { Answer, Row } from "./types";

const NOON = Date.UTC(2026, 9, 14, 5);

/** A server that decides as the real one does: a batch once, a cell by its version. */
class Server {
  readonly batches = new Map<string, Answer>();
  readonly rows: Row[] = [row(0), row(1), row(2), row(3)];
  requests = 0;
  changes = 0;
  /** What happens to the next requests: the network fails before or after, or a status. */
  faults: ("before" | "after" | "cancelled" | number)[] = [];

  async post(body: string): Promise<Response> {
    this.requests += 1;
    const fault = this.faults.shift();
    if (fault === "before") throw new TypeError("network");
    if (fault === "cancelled") throw new SignInCancelled();
    if (typeof fault === "number") return reply(fault, { problems: [{ code: "x", at: "", text: "Không được." }] });
    const made = this.save(JSON.parse(body) as { batch: string; cells: Kept[] });
    if (fault === "after") throw new TypeError("network");
    return reply(200, made);
  }

  private save({ batch, cells }: { batch: string; cells: Kept[] }): Answer {
    const before = this.batches.get(batch);
    if (before) return before;
    const made = answer();
    for (const cell of cells) {
      const found = this.rows.find(({ id }) => id === cell.pupil)!;
      const at = Number(cell.column.at(-1)) - 1;
      if (found.versions[at] !== cell.version) {
        const theirs = { theirs: found.marks[at]!, theirs_by: "Hà", theirs_at: "", version: found.versions[at]! };
        made.conflicts.push({ pupil: cell.pupil, column: cell.column, text: cell.text, ...theirs });
        continue;
      }
      found.marks[at] = Number(cell.text) * 10;
      found.versions[at] = cell.version + 1;
      made.saved += 1;
      this.changes += 1;
      made.rows.push(structuredClone(found));
    }
    this.batches.set(batch, made);
    return made;
  }
}

function reply(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status });
}

class Tab {
  readonly book = new Book("lan", data());
  troubles: Trouble[] = [];
  clocks: { run: () => void; ms: number }[] = [];
  readonly sender: Sender;
  private readonly shelf: Memory;

  constructor(shelf: Memory, server: Server, account = "lan") {
    this.shelf = shelf;
    const { sheet, keys } = this.book;
    const setting = {
      account,
      sheet,
      keys,
      post: (body: string) => server.post(body),
      wait: (run: () => void, ms: number) => this.clocks.push({ run, ms }),
      stop: () => undefined,
    };
    this.sender = new Sender(shelf, setting, {
      sending: (batch: Batch) => this.book.sending(batch),
      settled: (batch, outcome) => this.book.settle(batch, outcome, NOON),
      trouble: (kind) => this.troubles.push(kind),
    });
    this.sender.leads = true;
  }

  async type(no: number, text: string): Promise<void> {
    const { put } = this.book.write([{ row: no, column: 0, text }], "page", NOON);
    await this.shelf.put(put);
  }
}

let shelf: Memory;
let server: Server;
let tab: Tab;

beforeEach(() => {
  page.account = "lan";
  shelf = new Memory();
  server = new Server();
  tab = new Tab(shelf, server);
});

const left = async (): Promise<number> => (await shelf.leftovers()).reduce((sum, { cells }) => sum + cells, 0);

describe("the queue", () => {
  test("sends what waits in one batch and forgets it once it is answered", async () => {
    await tab.type(0, "8");
    await tab.type(1, "7");
    await tab.sender.flush();
    expect(server.requests).toBe(1);
    expect(server.rows.map(({ marks }) => marks[0])).toEqual([80, 70, null, null]);
    expect(await left()).toBe(0);
    expect(tab.book.at({ row: 0, column: 0 }).state).toBe("saved");
  });

  test("sends the same batch again when the answer was lost, and nothing is done twice", async () => {
    server.faults = ["after", "before"];
    await tab.type(0, "8");
    await tab.sender.flush();
    await tab.type(1, "7");
    await tab.sender.flush();
    await tab.sender.flush();
    expect(server.changes).toBe(2);
    expect(server.batches.size).toBe(2);
    expect(await left()).toBe(0);
  });

  test("goes on after the browser was killed, from what the device kept", async () => {
    server.faults = ["after"];
    await tab.type(0, "8");
    await tab.sender.flush();
    await tab.type(2, "6");
    const reopened = new Tab(shelf, server);
    await reopened.sender.flush();
    expect(server.rows.map(({ marks }) => marks[0])).toEqual([80, null, 60, null]);
    expect(server.changes).toBe(2);
    expect(await left()).toBe(0);
  });

  test("waits longer from failure to failure, and starts at once when asked", async () => {
    server.faults = ["before", 503, "before"];
    await tab.type(0, "8");
    for (let times = 0; times < 3; times++) await tab.sender.flush();
    expect(tab.clocks.map(({ ms }) => ms)).toEqual([2000, 4000, 8000]);
    expect(tab.troubles.at(-1)).toBe("offline");
    tab.sender.retry();
    await tab.sender.flush();
    expect(tab.troubles.at(-1)).toBe("");
    expect(server.changes).toBe(1);
  });

  test("asks nobody again who has closed the sign-in, until he wants to", async () => {
    server.faults = ["cancelled"];
    await tab.type(0, "8");
    await tab.sender.flush();
    expect(tab.troubles).toEqual(["signed_out"]);
    await tab.type(1, "7");
    tab.sender.nudge();
    expect(tab.clocks).toEqual([]);
    tab.sender.retry();
    await tab.sender.flush();
    expect(server.rows.map(({ marks }) => marks[0])).toEqual([80, 70, null, null]);
  });

  test("keeps the cells of a batch that is refused as a whole, and sends it no more", async () => {
    server.faults = [409];
    await tab.type(0, "8");
    await tab.sender.flush();
    await tab.sender.flush();
    expect(server.requests).toBe(1);
    expect(tab.book.at({ row: 0, column: 0 })).toMatchObject({ text: "8", state: "refused" });
    expect(await left()).toBe(1);
  });

  test("two tabs never put one cell into two batches", async () => {
    const other = new Tab(shelf, server);
    await tab.type(0, "8");
    await Promise.all([tab.sender.flush(), other.sender.flush()]);
    expect(server.changes).toBe(1);
    expect(server.batches.size).toBe(1);
  });

  test("never sends what another account has left on the device", async () => {
    await tab.type(0, "8");
    const stranger = new Tab(shelf, server, "ha");
    await stranger.sender.flush();
    expect(server.requests).toBe(0);
    expect(await left()).toBe(1);
  });

  test("a cell that another changed meanwhile is told and not overwritten", async () => {
    server.rows[0]!.marks[0] = 95;
    server.rows[0]!.versions[0] = 4;
    await tab.type(0, "8");
    await tab.sender.flush();
    expect(server.rows[0]!.marks[0]).toBe(95);
    expect(tab.book.at({ row: 0, column: 0 }).kept?.theirs).toMatchObject({ text: "9,5", version: 4 });
    await tab.sender.flush();
    expect(server.requests).toBe(1);
  });

  test("a page that is not ours (a wireless sign-in) is no answer", async () => {
    await tab.type(0, "8");
    const post = server.post.bind(server);
    server.post = async () => new Response("<html>", { status: 200 });
    await tab.sender.flush();
    expect(tab.troubles).toEqual(["offline"]);
    server.post = post;
    tab.sender.retry();
    await tab.sender.flush();
    expect(await left()).toBe(0);
  });

  test("rests a little after the last key, but not for ever", () => {
    for (const now of [100, 600, 1100, 1600]) tab.sender.nudge(now);
    expect(tab.clocks.map(({ ms }) => ms)).toEqual([600, 600, 600, 300]);
  });
});
