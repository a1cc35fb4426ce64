// htmx, within the content policy: no styles of its own, no evaluated text, no copies of pages in
// the browser's store; refusals are shown where they belong, an ended session is brought back.
import htmx from "htmx.org";
import { ask } from "./dialog";
import { forget, keep, restore } from "./keep";
import { page, say } from "./page";
import { isUnproven, proveAgain } from "./prove";
import { isExpired, signInAgain } from "./session";
import { toast } from "./toast";

interface RequestConfig {
  verb: Parameters<typeof htmx.ajax>[0];
  path: string;
  elt: Element;
  target: Element;
  headers: Record<string, string>;
  triggeringEvent?: Event;
}

interface Detail {
  xhr: XMLHttpRequest;
  elt: Element;
  requestConfig: RequestConfig;
  shouldSwap: boolean;
}

const AGAIN = "X-Sent-Again";

export function startParts(root: Document = document): void {
  Object.assign(htmx.config, {
    includeIndicatorStyles: false,
    allowEval: false,
    allowScriptTags: false,
    selfRequestsOnly: true,
    historyCacheSize: 0,
    refreshOnHistoryMiss: true,
    scrollIntoViewOnBoost: false,
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "[45]..", swap: true, error: true },
    ],
  });
  const on = (name: string, handler: (event: CustomEvent<Detail>) => void): void =>
    root.addEventListener(name, handler as EventListener);
  on("htmx:configRequest", (event) => {
    (event.detail as unknown as RequestConfig).headers["X-CSRFToken"] = page.csrf;
  });
  on("htmx:beforeSwap", resume);
  on("htmx:afterRequest", (event) => {
    const form = event.detail.elt;
    if (!(form instanceof HTMLFormElement)) return;
    if (wasTakenIn(event.detail.xhr.status)) forget(form);
    else if ("keep" in form.dataset) keep(form);
  });
  on("htmx:load", (event) => {
    for (const form of event.detail.elt.querySelectorAll<HTMLFormElement>("form[data-keep]")) {
      restore(form);
    }
  });
  on("htmx:sendError", () => toast({ text: say("offline"), tone: "problem" }));
  on("htmx:confirm", askBefore);
}

/** htmx calls no answer successful that leads on to another page. */
export function wasTakenIn(status: number): boolean {
  return status >= 200 && status < 400;
}

function resume(event: CustomEvent<Detail>): void {
  const { xhr, requestConfig } = event.detail;
  const header = (name: string): string | null => xhr.getResponseHeader(name);
  const expired = isExpired(xhr.status, header);
  if (!expired && !isUnproven(xhr.status, header)) return;
  if (requestConfig.headers[AGAIN]) return;
  event.detail.shouldSwap = false;
  const { verb, path, elt, target, triggeringEvent } = requestConfig;
  (expired ? signInAgain() : proveAgain()).then(
    () =>
      htmx.ajax(verb, path, {
        source: elt,
        target: target as HTMLElement,
        headers: { [AGAIN]: "1" },
        ...(triggeringEvent && { event: triggeringEvent }),
      }),
    () => toast({ text: say("not_sent"), tone: "problem" }),
  );
}

function askBefore(event: CustomEvent): void {
  const { question, issueRequest } = event.detail as {
    question?: string | null;
    issueRequest: (skipConfirmation: boolean) => void;
  };
  if (!question) return;
  event.preventDefault();
  void ask(question).then((yes) => {
    if (yes) issueRequest(true);
  });
}
