// Gathers the icons that templates and code name: the server draws them into its pages.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { extname, join, relative } from "node:path";

const SOURCES = ["templates", "schemas", "runtime", "builder", "app.py"];
const READ = new Set([".html", ".py", ".json", ".jinja"]);

// icon("check") · icon = "check" · icon: str = "check" · "icon": "check"
const NAMED = /\bicon(?:["']\s*:|\s*:\s*str\s*=|\s*[=(])\s*["']([a-z0-9-]+)["']/g;
// In the code of pages, and where there are ICONS, an icon's name may also come by way of a list: there every text that is a
// name is taken.
const PAGES = /^(?:templates|\w+\/web)\//;
const LISTS = /\bICONS\b/;
const JINJA = /\{\{.*?\}\}|\{%.*?%\}/gs;
const TEXT = /["']([a-z0-9-]+)["']/g;

function* sources(path) {
  if (!existsSync(path)) return;
  if (extname(path)) {
    if (READ.has(extname(path))) yield path;
    return;
  }
  for (const one of readdirSync(path)) if (one !== "__pycache__") yield* sources(join(path, one));
}

const found = (text, pattern) => [...text.matchAll(pattern)].map((hit) => hit[1]);

/** The names that a file uses: those `named` outright must exist, those `maybe` are taken if they do. */
function names(path, text) {
  const code = path.endsWith(".html") ? (text.match(JINJA) ?? []).join("\n") : text;
  const isListed = LISTS.test(code) || (PAGES.test(path) && code.includes("icon"));
  return { named: found(code, NAMED), maybe: isListed ? found(code, TEXT) : [] };
}

/** What an icon is drawn of, without the <svg> around it. */
function shapes(name, folder) {
  const drawing = readFileSync(join(folder, `${name}.svg`), "utf8");
  return drawing.slice(drawing.indexOf(">", drawing.indexOf("<svg")) + 1, drawing.lastIndexOf("</svg>")).replace(/\s*\n\s*/g, "").replaceAll(" />", "/>");
}

/** Which icons the files under `sources` use. A name that is no icon stops the build. */
function used(root, known, sources) {
  const found = new Set();
  const wrong = [];
  for (const file of sources) {
    const path = relative(root, file).replaceAll("\\", "/");
    const { named, maybe } = names(path, readFileSync(file, "utf8"));
    wrong.push(...named.filter((name) => !known(name)).map((name) => `${path}: no icon "${name}"`));
    for (const name of [...named, ...maybe]) if (known(name)) found.add(name);
  }
  if (wrong.length) throw new Error(wrong.join("\n"));
  return [...found].sort();
}

/** A JSON file with the shapes of each icon that is used under `root`. */
export function icons(root, here) {
  const folder = join(here, "node_modules", "lucide-static", "icons");
  const known = (name) => existsSync(join(folder, `${name}.svg`));
  const files = SOURCES.flatMap((source) => [...sources(join(root, source))]);
  const drawn = Object.fromEntries(used(root, known, files).map((name) => [name, shapes(name, folder)]));
  return { "icons.json": Buffer.from(JSON.stringify(drawn)) };
}
