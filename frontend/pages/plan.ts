// The page of one plan: its file, remarks that lead to their page, a new version.
import "../styles/viewer.css";
import { dataOf } from "../data";
import { startNewVersion } from "../new-version";
import type { Viewer } from "../viewer";

dataOf("viewer-words");
startNewVersion();

const box = document.getElementById("viewer");
let viewer: Promise<Viewer> | undefined;

/** The reader is fetched only when the file comes near: a phone that looks at remarks saves it. */
function read(): Promise<Viewer> | undefined {
  if (!box?.dataset["url"]) return undefined;
  viewer ??= import("../viewer").then(({ Viewer: Made }) => new Made(box));
  return viewer;
}

if (box) {
  const watcher = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      void read();
    },
    { rootMargin: "200px" },
  );
  watcher.observe(box);
  if (location.hash.startsWith("#trang-")) void read();
}

document.addEventListener("click", (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-page]");
  if (!link || link.dataset["version"] !== box?.dataset["version"]) return;
  event.preventDefault();
  void read()?.then((made) => made.goTo(Number(link.dataset["page"])));
});
