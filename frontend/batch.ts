// One id for one batch: what is sent again after no answer came carries the same id, so the server
// does it once. Another content is another batch.
const KEY = "batch";

/** Returns the id for a body that is about to be sent; the same body gives the same id. */
export function batchId(body: unknown, store: Storage = sessionStorage): string {
  const content = JSON.stringify(body);
  try {
    const kept = JSON.parse(store.getItem(KEY) ?? "null") as { id: string; content: string } | null;
    if (kept?.content === content) return kept.id;
    const id = newId();
    store.setItem(KEY, JSON.stringify({ id, content }));
    return id;
  } catch {
    return newId();
  }
}

/** A random UUID, also where the page came over plain HTTP within the school. */
export function newId(): string {
  if ("randomUUID" in crypto) return crypto.randomUUID();
  const bytes = (crypto as Crypto).getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
