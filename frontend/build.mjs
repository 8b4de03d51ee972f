// Builds ../static from css/, src/, images/ and the icons that are used. Every file's name carries the hash of its
// content, so that it may be kept for ever; manifest.json maps the plain names to those.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { icons } from "./icons.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..");
const target = join(root, "static");

const entries = ["css/app.css", "css/designer.css", "css/insights.css", "css/customers.css", "css/meetings.css", "css/mirrors.css", "css/grading.css", "css/reports.css", "css/plan.css", "css/portal.css", "src/early.js", "src/fill.js", "src/app.js", "src/designer.js", "src/waiting.js", "src/worker.js", "src/widgets.js", "src/scanner.js", "src/plan.js"];

/** Code and styles, each entry one file without imports, keyed by its plain name. */
async function bundles() {
  const result = await build({
    absWorkingDir: here,
    entryPoints: entries.filter((path) => existsSync(join(here, path))),
    entryNames: "[name]",
    outdir: target,
    bundle: true,
    minify: true,
    write: false,
    legalComments: "none",
    format: "iife",
    // A client's phone may hold a browser (or a chat programme's own) that is some years old.
    target: ["chrome100", "safari15.4", "firefox100"],
    loader: { ".svg": "dataurl" },
    logLevel: "warning",
  });
  return Object.fromEntries(result.outputFiles.map((file) => [basename(file.path), Buffer.from(file.contents)]));
}

function images() {
  const folder = join(here, "images");
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name))]));
}

/** What we ship of others, we ship with their licences. */
function licences() {
  const { dependencies } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
  const texts = Object.keys(dependencies).map((name) => {
    const folder = join(here, "node_modules", name);
    const file = readdirSync(folder).find((one) => /^licen[sc]e/i.test(one));
    const { license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return `${name} (${license})\n\n${file ? readFileSync(join(folder, file), "utf8") : ""}`;
  });
  return Buffer.from(texts.join("\n\n---\n\n"));
}

function hashed(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  return `${basename(name, extname(name))}-${hash}${extname(name)}`;
}

const files = { ...(await bundles()), ...images(), ...icons(root, here), "licences.txt": licences() };
const manifest = Object.fromEntries(Object.entries(files).map(([name, content]) => [name, hashed(name, content)]));

// The manifest comes last and at once, and what it no longer names stays for a day: a page that is open, and a server
// that is running, find their files while we build.
const DAY = 86_400_000;
mkdirSync(target, { recursive: true });
for (const [name, content] of Object.entries(files)) writeFileSync(join(target, manifest[name]), content);
writeFileSync(join(target, "manifest.json.new"), JSON.stringify(manifest, null, 2) + "\n");
renameSync(join(target, "manifest.json.new"), join(target, "manifest.json"));
const kept = new Set(["manifest.json", ...Object.values(manifest)]);
for (const name of readdirSync(target)) {
  const old = join(target, name);
  if (!kept.has(name) && Date.now() - statSync(old).mtimeMs > DAY) rmSync(old, { recursive: true });
}

for (const [name, content] of Object.entries(files)) {
  const kilobytes = (bytes) => (bytes / 1024).toFixed(1).padStart(6);
  console.log(`${name.padEnd(14)} ${kilobytes(content.length)} KB ${kilobytes(gzipSync(content).length)} KB gzipped`);
}
