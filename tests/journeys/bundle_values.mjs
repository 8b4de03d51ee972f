// Bundles what reads the controls of a page, for a page to run; the argument is the file to write.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "../../frontend/node_modules/esbuild/lib/main.js";

const here = dirname(fileURLToPath(import.meta.url));
await build({
  stdin: {
    contents: 'import { answers } from "./fill/values.js"; globalThis.read = () => answers(document.querySelector("form[data-fill]"));',
    resolveDir: join(here, "../../frontend/src"),
  },
  outfile: process.argv[2],
  bundle: true,
  format: "iife",
  logLevel: "warning",
});
