// Passkeys: asks the server what to ask for, the browser's passkey for its answer, and sends it in
// the form the button stands in.
import { say } from "../page";
import { authedFetch } from "../session";

type Loose = Record<string, unknown>;

/** Bytes as the server writes them: base64 for addresses, without padding. */
export function fromText(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

export function toText(bytes: ArrayBuffer): string {
  let plain = "";
  for (const byte of new Uint8Array(bytes)) plain += String.fromCharCode(byte);
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

interface Described {
  id: string;
  type: "public-key";
}

const described = (known: Described[] | undefined): PublicKeyCredentialDescriptor[] =>
  (known ?? []).map(({ id, type }) => ({ id: fromText(id), type }));

/** What the server asks for, with its texts as bytes. */
function asked(options: Loose): Loose {
  const user = options["user"] as { id: string } | undefined;
  return {
    ...options,
    challenge: fromText(options["challenge"] as string),
    ...(user && { user: { ...user, id: fromText(user.id) } }),
    ...(options["excludeCredentials"] !== undefined && {
      excludeCredentials: described(options["excludeCredentials"] as Described[]),
    }),
    ...(options["allowCredentials"] !== undefined && {
      allowCredentials: described(options["allowCredentials"] as Described[]),
    }),
  };
}

/** A passkey's answer as the server reads it (the JSON form of the standard). */
function answered(credential: PublicKeyCredential): Loose {
  const { response } = credential;
  const parts: Loose = { clientDataJSON: toText(response.clientDataJSON) };
  if (response instanceof AuthenticatorAttestationResponse) {
    parts["attestationObject"] = toText(response.attestationObject);
  } else {
    const assertion = response as AuthenticatorAssertionResponse;
    parts["authenticatorData"] = toText(assertion.authenticatorData);
    parts["signature"] = toText(assertion.signature);
    if (assertion.userHandle) parts["userHandle"] = toText(assertion.userHandle);
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response: parts,
  };
}

async function ask(form: HTMLFormElement): Promise<void> {
  const answer = await authedFetch(form.dataset["passkey"] ?? "", { method: "POST" });
  const body = (await answer.json()) as { publicKey?: Loose; problems?: { text: string }[] };
  if (!body.publicKey) {
    throw new Error(body.problems?.map(({ text }) => text).join(" ") || say("failed"));
  }
  const publicKey = asked(body.publicKey);
  const credential =
    "passkeyMake" in form.dataset
      ? await navigator.credentials.create({
          publicKey: publicKey as unknown as PublicKeyCredentialCreationOptions,
        })
      : await navigator.credentials.get({
          publicKey: publicKey as unknown as PublicKeyCredentialRequestOptions,
        });
  const field = form.querySelector<HTMLInputElement>(
    `input[name="${form.dataset["passkeyField"] ?? ""}"]`,
  );
  if (!credential || !field) throw new DOMException("no answer", "NotAllowedError");
  field.value = JSON.stringify(answered(credential as PublicKeyCredential));
}

function listen(form: HTMLFormElement): void {
  form.hidden = false;
  const problem = form.querySelector<HTMLElement>("[role=alert]");
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.dataset["asking"]) return;
    form.dataset["asking"] = "1";
    button?.setAttribute("aria-busy", "true");
    if (problem) problem.textContent = "";
    ask(form)
      .then(() => form.submit())
      .catch((error: unknown) => {
        delete form.dataset["asking"];
        button?.removeAttribute("aria-busy");
        if (!problem) return;
        const known = error instanceof Error && !(error instanceof DOMException);
        problem.textContent = known ? error.message : (form.dataset["cancelled"] ?? "");
      });
  });
}

if (window.PublicKeyCredential !== undefined) {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) listen(form);
}
