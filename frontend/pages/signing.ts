// A certificate file is read here, in the browser, into a hidden field of its form: it goes to the
// server with the form and is kept nowhere on the way.
const MOST = 70_000;

/** The bytes of a file as base64. */
export async function readFile(file: Blob): Promise<string> {
  let plain = "";
  for (const byte of new Uint8Array(await file.arrayBuffer())) plain += String.fromCharCode(byte);
  return btoa(plain);
}

document.addEventListener("change", (event) => {
  const chosen = event.target;
  if (!(chosen instanceof HTMLInputElement) || !chosen.dataset["readInto"]) return;
  const field = document.getElementById(chosen.dataset["readInto"]);
  const file = chosen.files?.[0];
  if (!(field instanceof HTMLInputElement)) return;
  field.value = "";
  // One that is too big is no certificate file: the server says so when nothing comes.
  if (file && file.size <= MOST) void readFile(file).then((text) => (field.value = text));
});
