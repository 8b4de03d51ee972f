// Bundles the harness as the site's own scripts are bundled; the argument is the file to write.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "../../frontend/node_modules/esbuild/lib/main.js";

const here = dirname(fileURLToPath(import.meta.url));
await build({
  entryPoints: [join(here, "harness.js")],
  outfile: process.argv[2],
  bundle: true,
  minify: true,
  format: "esm",
  external: ["node:fs"],
  target: ["chrome100", "safari15.4", "firefox100"],
  logLevel: "warning",
});
