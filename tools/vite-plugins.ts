// What the build adds to the bundle: icons as data, typefaces for papers, parts of the PDF viewer,
// and every text file once more in small.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const modules = new URL("../node_modules/", import.meta.url).pathname;

/** Icons used by the templates: our name for the thing, and the drawing that stands for it. */
const DRAWINGS: Readonly<Record<string, string>> = {
  alert: "exclamation-triangle",
  approve: "check",
  assign: "user-plus",
  back: "arrow-left",
  bell: "bell",
  board: "table-cells",
  book: "book-open",
  calendar: "calendar-days",
  check: "check-circle",
  clock: "clock",
  close: "x-mark",
  compare: "arrows-right-left",
  computer: "computer-desktop",
  copy: "document-duplicate",
  delegate: "arrow-right-end-on-rectangle",
  delete: "trash",
  down: "chevron-down",
  download: "arrow-down-tray",
  draft: "pencil",
  edit: "pencil-square",
  file: "document-text",
  files: "folder-open",
  filter: "funnel",
  help: "question-mark-circle",
  history: "clipboard-document-list",
  home: "home",
  inbox: "inbox-arrow-down",
  info: "information-circle",
  key: "key",
  keyboard: "command-line",
  language: "language",
  left: "chevron-left",
  lock: "lock-closed",
  mail: "envelope",
  menu: "bars-3",
  more: "ellipsis-horizontal",
  next: "arrow-right",
  open: "arrow-top-right-on-square",
  people: "users",
  person: "user-circle",
  phone: "device-phone-mobile",
  plan: "clipboard-document-check",
  plus: "plus",
  print: "printer",
  remark: "chat-bubble-bottom-center-text",
  right: "chevron-right",
  school: "building-library",
  search: "magnifying-glass",
  send: "paper-airplane",
  settings: "cog-6-tooth",
  shield: "shield-check",
  "sign-out": "arrow-right-start-on-rectangle",
  subject: "academic-cap",
  sun: "sun",
  undo: "arrow-uturn-left",
  up: "chevron-up",
  upload: "arrow-up-tray",
  view: "eye",
  "zoom-in": "magnifying-glass-plus",
  "zoom-out": "magnifying-glass-minus",
};

/** Emits `icons.json`: name → the paths inside a 24 × 24 drawing. */
export function icons(): Plugin {
  return {
    name: "icons",
    generateBundle() {
      const drawn = Object.entries(DRAWINGS).map(([name, drawing]) => {
        const svg = readFileSync(join(modules, `heroicons/24/outline/${drawing}.svg`), "utf8");
        return [name, svg.replace(/^<svg[^>]*>|<\/svg>\s*$/g, "").trim()];
      });
      const source = JSON.stringify(Object.fromEntries(drawn));
      this.emitFile({ type: "asset", fileName: "icons.json", source });
    },
  };
}

/** Emits the four Tinos files, from which papers are typeset, under names that stay. */
export function typefaces(): Plugin {
  const styles = ["400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"];
  return {
    name: "typefaces",
    generateBundle() {
      for (const style of styles) {
        const path = join(modules, "@expo-google-fonts/tinos", style, `Tinos_${style}.ttf`);
        const fileName = `fonts/Tinos-${style.replace(/^\d+/, "").replace("Regular_", "")}.ttf`;
        this.emitFile({
          type: "asset",
          fileName: fileName.replace("Bold_Italic", "BoldItalic"),
          source: readFileSync(path),
        });
      }
    },
  };
}

/**
 * Emits what the PDF viewer fetches by name: substitutes for fonts a file does not carry, and the
 * JPEG 2000 decoder without WebAssembly, which the content policy does not allow. The folder bears
 * the version, so that browsers may keep it for good.
 */
export function pdfParts(): Plugin {
  const home = join(modules, "pdfjs-dist");
  const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as {
    version: string;
  };
  const wanted = [
    ...readdirSync(join(home, "standard_fonts")).map((name) => `standard_fonts/${name}`),
    "wasm/openjpeg_nowasm_fallback.js",
  ];
  return {
    name: "pdf-parts",
    config: () => ({ define: { PDF_PARTS: JSON.stringify(`/tinh/built/pdf-${version}/`) } }),
    generateBundle() {
      for (const name of wanted) {
        const source = readFileSync(join(home, name));
        this.emitFile({ type: "asset", fileName: `pdf-${version}/${name}`, source });
      }
    },
  };
}

/** Emits a .br and a .gz beside every text file, so that the server never compresses. */
export function squeezed(): Plugin {
  return {
    name: "squeezed",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        for (const [fileName, part] of Object.entries(bundle)) {
          if (!/\.(js|mjs|css|svg|pfb)$/.test(fileName)) continue;
          const whole = Buffer.from(part.type === "chunk" ? part.code : part.source);
          const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
          const small = { ".br": brotliCompressSync(whole, { params }), ".gz": gzipSync(whole) };
          for (const [ending, source] of Object.entries(small)) {
            this.emitFile({ type: "asset", fileName: fileName + ending, source });
          }
        }
      },
    },
  };
}
