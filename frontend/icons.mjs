// Gathers the icons that templates and code name into one sprite, a <symbol> each.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { extname, join, relative } from "node:path";

const SOURCES = ["templates", "schemas", "runtime", "builder", "app.py"];
// What is drawn for those who have no account: nothing of the designers' rooms, and no types to choose from.
const GUESTS = ["templates", "runtime"];
const DESIGNERS = /^templates\/builder\//;
const READ = new Set([".html", ".py", ".json", ".jinja"]);

// icon("check") · icon = "check" · icon: str = "check" · "icon": "check"
const NAMED = /\bicon(?:["']\s*:|\s*:\s*str\s*=|\s*[=(])\s*["']([a-z0-9-]+)["']/g;
// In the code of pages an icon's name may also come by way of a list: there every text that is a name is taken.
const PAGES = /^(?:templates|\w+\/web)\//;
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
  return { named: found(code, NAMED), maybe: PAGES.test(path) && code.includes("icon") ? found(code, TEXT) : [] };
}

function symbol(name, folder) {
  const drawing = readFileSync(join(folder, `${name}.svg`), "utf8");
  const shapes = drawing.slice(drawing.indexOf(">", drawing.indexOf("<svg")) + 1, drawing.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s*\n\s*/g, "")}</symbol>`;
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

/** SVG files with a symbol for each icon used under `root`: all of them, and those that guests see. */
export function sprites(root, here) {
  const folder = join(here, "node_modules", "lucide-static", "icons");
  const known = (name) => existsSync(join(folder, `${name}.svg`));
  const drawn = (folders, isMeant) => {
    const files = folders.flatMap((source) => [...sources(join(root, source))]).filter(isMeant);
    const symbols = used(root, known, files).map((name) => symbol(name, folder));
    return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
  };
  const isForGuests = (file) => !DESIGNERS.test(relative(root, file).replaceAll("\\", "/"));
  return { "icons.svg": drawn(SOURCES, () => true), "icons-guest.svg": drawn(GUESTS, isForGuests) };
}
