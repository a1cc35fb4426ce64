// What the server lays beside a page for the page's own script: `<script type="application/json">`.
import { page } from "./page";

interface Spoken {
  words?: Readonly<Record<string, string>>;
}

/** Returns the data under an id; its `words` can be said from then on. Null when it is not there. */
export function dataOf<T>(id: string, root: Document = document): T | null {
  const text = root.getElementById(id)?.textContent;
  if (!text) return null;
  const found = JSON.parse(text) as T & Spoken;
  Object.assign(page.words, found.words);
  return found;
}

export interface Problem {
  code: string;
  at: string;
  text: string;
}

/** The problems of a refused request, as the server says them; none when it says nothing. */
export function problemsIn(body: unknown): Problem[] {
  const found = (body as { problems?: unknown } | null)?.problems;
  return Array.isArray(found) ? (found as Problem[]) : [];
}
