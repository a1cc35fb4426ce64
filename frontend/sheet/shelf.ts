// This device's database: where typed cells lie until the server has them. Each change reads and
// writes in one transaction, so two tabs of one person never put a cell into two batches.
import type { Batch, Edits, Held, Kept } from "./kept";

/** Somebody whose cells this device keeps. */
export interface Leftover {
  account: string;
  name: string;
  sheet: string;
  /** How the sheet is called. */
  label: string;
  cells: number;
}

export interface Shelf {
  /** Whether what lies here survives the end of the browser. */
  readonly lasting: boolean;
  /** Reads what is held of one sheet, changes it, and returns what the work returned. */
  change<T>(
    account: string,
    sheet: string,
    work: (held: Held) => { edits: Edits; result: T },
  ): Promise<T>;
  put(cells: readonly Kept[]): Promise<void>;
  drop(cells: readonly Kept[]): Promise<void>;
  /** Says who has how many cells here, by account and sheet. */
  leftovers(): Promise<Leftover[]>;
  /** Remembers how a person and a sheet are called, for saying it to somebody else. */
  introduce(account: string, name: string, sheet: string, label: string): Promise<void>;
}

const NAME = "truongso-sheets";
const STORES = ["cells", "batches", "people"] as const;

/** Opens this device's database; where the browser has none, the memory of the page. */
export async function openShelf(): Promise<Shelf> {
  try {
    return new Database(await opened());
  } catch {
    return new Memory();
  }
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      const found = asked.result;
      found.createObjectStore("cells", { keyPath: ["account", "sheet", "pupil", "column"] });
      found.createObjectStore("batches", { keyPath: ["account", "sheet"] });
      found.createObjectStore("people", { keyPath: "account" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error("indexedDB"));
    asked.onblocked = () => reject(new Error("indexedDB is blocked"));
  });
}

const keyOf = ({ account, sheet, pupil, column }: Kept): string[] => [
  account,
  sheet,
  pupil,
  column,
];

class Database implements Shelf {
  readonly lasting = true;
  private readonly database: IDBDatabase;

  constructor(database: IDBDatabase) {
    this.database = database;
    database.onversionchange = () => database.close();
  }

  change<T>(
    account: string,
    sheet: string,
    work: (held: Held) => { edits: Edits; result: T },
  ): Promise<T> {
    return this.transact((cells, batches) => {
      let made: { edits: Edits; result: T } | undefined;
      const within = IDBKeyRange.bound([account, sheet], [account, sheet, []]);
      const held = cells.getAll(within) as IDBRequest<Kept[]>;
      const batch = batches.get([account, sheet]) as IDBRequest<Batch | undefined>;
      batch.onsuccess = () => {
        made = work({ cells: held.result, batch: batch.result ?? null });
        const { put = [], drop = [], batch: next } = made.edits;
        for (const cell of put) cells.put(cell);
        for (const cell of drop) cells.delete(keyOf(cell));
        if (next === null) batches.delete([account, sheet]);
        else if (next) batches.put(next);
      };
      return () => (made as { result: T }).result;
    });
  }

  put(cells: readonly Kept[]): Promise<void> {
    return this.transact((store) => {
      for (const cell of cells) store.put(cell);
      return () => undefined;
    });
  }

  drop(cells: readonly Kept[]): Promise<void> {
    return this.transact((store) => {
      for (const cell of cells) store.delete(keyOf(cell));
      return () => undefined;
    });
  }

  leftovers(): Promise<Leftover[]> {
    return this.transact((cells, _batches, people) => {
      const keys = cells.getAllKeys() as IDBRequest<string[][]>;
      const known = people.getAll() as IDBRequest<Person[]>;
      return () => counted(keys.result, known.result);
    });
  }

  introduce(account: string, name: string, sheet: string, label: string): Promise<void> {
    return this.transact((_cells, _batches, people) => {
      const found = people.get(account) as IDBRequest<Person | undefined>;
      found.onsuccess = () => {
        people.put({ account, name, sheets: { ...found.result?.sheets, [sheet]: label } });
      };
      return () => undefined;
    });
  }

  /** One transaction over everything; it is on the disk when the promise is kept. */
  private transact<T>(
    work: (cells: IDBObjectStore, batches: IDBObjectStore, people: IDBObjectStore) => () => T,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const all = this.database.transaction(STORES, "readwrite", { durability: "strict" });
      const [cells, batches, people] = STORES.map((name) => all.objectStore(name));
      const result = work(cells!, batches!, people!);
      all.oncomplete = () => resolve(result());
      all.onabort = () => reject(all.error ?? new Error("indexedDB"));
    });
  }
}

interface Person {
  account: string;
  name: string;
  sheets: Record<string, string>;
}

function counted(keys: readonly string[][], people: readonly Person[]): Leftover[] {
  const found = new Map<string, Leftover>();
  for (const [account = "", sheet = ""] of keys) {
    const person = people.find((one) => one.account === account);
    const name = person?.name ?? "";
    const label = person?.sheets[sheet] ?? "";
    const place = `${account} ${sheet}`;
    const cells = (found.get(place)?.cells ?? 0) + 1;
    found.set(place, { account, name, sheet, label, cells });
  }
  return [...found.values()];
}

/** The memory of the page: for browsers that keep nothing (private windows), and for tests. */
export class Memory implements Shelf {
  readonly lasting = false;
  private readonly cells = new Map<string, Kept>();
  private readonly batches = new Map<string, Batch>();
  private readonly people = new Map<string, Person>();

  change<T>(
    account: string,
    sheet: string,
    work: (held: Held) => { edits: Edits; result: T },
  ): Promise<T> {
    const place = `${account} ${sheet}`;
    const cells = [...this.cells.values()].filter(
      (cell) => cell.account === account && cell.sheet === sheet,
    );
    const { edits, result } = work({ cells, batch: this.batches.get(place) ?? null });
    const { put = [], drop = [], batch } = edits;
    for (const cell of put) this.cells.set(keyOf(cell).join(" "), cell);
    for (const cell of drop) this.cells.delete(keyOf(cell).join(" "));
    if (batch === null) this.batches.delete(place);
    else if (batch) this.batches.set(place, batch);
    return Promise.resolve(result);
  }

  put(cells: readonly Kept[]): Promise<void> {
    for (const cell of cells) this.cells.set(keyOf(cell).join(" "), cell);
    return Promise.resolve();
  }

  drop(cells: readonly Kept[]): Promise<void> {
    for (const cell of cells) this.cells.delete(keyOf(cell).join(" "));
    return Promise.resolve();
  }

  leftovers(): Promise<Leftover[]> {
    const keys = [...this.cells.values()].map(keyOf);
    return Promise.resolve(counted(keys, [...this.people.values()]));
  }

  introduce(account: string, name: string, sheet: string, label: string): Promise<void> {
    const sheets = { ...this.people.get(account)?.sheets, [sheet]: label };
    this.people.set(account, { account, name, sheets });
    return Promise.resolve();
  }
}
