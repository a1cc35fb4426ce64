import { existsSync, readdirSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { icons, pdfParts, squeezed, typefaces } from "./tools/vite-plugins.ts";

// A page that does more than every page has a file of its own in `frontend/pages`.
const folder = new URL("frontend/pages", import.meta.url);
const pages = (existsSync(folder) ? readdirSync(folder) : [])
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
  .map((name) => `frontend/pages/${name}`);

// Windows 7 machines in schools stay at Chromium 109 and Firefox 115 for good.
const oldest = ["chrome109", "firefox115", "safari16.4"];

export default defineConfig({
  root: "frontend",
  base: "/tinh/built/",
  publicDir: false,
  logLevel: "warn",
  cacheDir: "../node_modules/.vite",
  plugins: [icons(), typefaces(), pdfParts(), squeezed()],
  build: {
    outDir: "../src/truongso/web/static/built",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: oldest,
    cssTarget: oldest,
    assetsDir: "",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    reportCompressedSize: false,
    rolldownOptions: { checks: { eval: false }, input: ["frontend/app.ts", ...pages] },
  },
  test: { environment: "happy-dom", include: ["**/*.test.ts"] },
});
