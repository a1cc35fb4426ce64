// What the server tells the scripts of a page: who is signed in, where to go, what to say.

export interface Page {
  /** The signed-in account; empty when nobody is. Typed text is kept under it. */
  account: string;
  username: string;
  csrf: string;
  urls: { signIn: string; session: string };
  /** The cookie by which the last page told what it did; "" when it told nothing. */
  told: string;
  words: Readonly<Record<string, string>>;
}

const NOTHING: Page = {
  account: "",
  username: "",
  csrf: "",
  urls: { signIn: "", session: "" },
  told: "",
  words: {},
};

export function read(root: Document): Page {
  const text = root.getElementById("page")?.textContent;
  return text ? (JSON.parse(text) as Page) : { ...NOTHING };
}

export const page: Page = read(document);

/** Returns a sentence in the page's language, its values filled in: `say("saved", { time })`. */
export function say(key: string, values: Readonly<Record<string, string | number>> = {}): string {
  const sentence = page.words[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Takes over a new form token: for scripts, and in every form that is open on the page. */
export function adoptToken(csrf: string): void {
  page.csrf = csrf;
  for (const input of document.querySelectorAll<HTMLInputElement>(
    "input[name=csrfmiddlewaretoken]",
  )) {
    input.value = csrf;
  }
}
