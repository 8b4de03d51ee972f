// The page of what waits: everything on it is known to this device alone, and it works without a network.
import { send, whoLast } from "./offline/device.js";
import * as queue from "./offline/queue.js";

const PAGES = "formloom-pages";
const root = document.querySelector("[data-waiting]");
const language = document.documentElement.lang;

const when = (at) => new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(at);

function size(fields) {
  const bytes = fields.reduce((sum, [, value]) => sum + (value.size ?? 0), 0);
  if (!bytes) return "";
  const [amount, unit] = bytes < 1e6 ? [bytes / 1e3, "kilobyte"] : [bytes / 1e6, "megabyte"];
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: amount < 10 ? 1 : 0 }).format(amount);
}

function row(kind, texts, act = () => {}) {
  const line = document.querySelector(`template[data-row=${kind}]`).content.firstElementChild.cloneNode(true);
  for (const [name, words] of Object.entries(texts)) line.querySelector(`[data-${name}]`).textContent = words;
  act(line);
  return line;
}

function show(kind, lines) {
  const section = root.querySelector(`[data-list=${kind}]`);
  section.hidden = !lines.length;
  section.querySelector("ul").replaceChildren(...lines);
}

const CLOSED = new Set(["404", "link.closed", "process.closed"]);

function needing(item) {
  return row("needs", { title: item.title, when: when(item.at) }, (line) => {
    const why = line.querySelector("[data-why]");
    why.textContent = item.why || (CLOSED.has(item.code) ? why.dataset.closed : why.dataset.other);
    line.querySelector("[data-open]").href = `${item.page}#waiting=${item.key}`;
    const button = line.querySelector("[data-throw]");
    button.addEventListener("click", () => confirm(button.dataset.throw) && queue.drop(item.key));
  });
}

const standing = (item) => row("waits", { title: item.title, when: when(item.at), size: size(item.fields) });

const gone = (item) =>
  row("sent", { open: item.title, number: item.receipt.number, when: when(item.at) }, (line) => {
    line.querySelector("[data-open]").href = item.receipt.address.replace(/\?new=1$/, "");
  });

async function draw() {
  const all = await queue.list(whoLast()).catch(() => []);
  const of = (state) => all.filter((one) => one.state === state);
  show("needs", of("needs").map(needing));
  show("waits", of("waits").map(standing));
  show("sent", of("sent").reverse().map(gone));
  root.querySelector("[data-something]").hidden = !of("waits").length;
  root.querySelector("[data-nothing]").hidden = all.length > 0;
}

/** The forms whose pages are kept, by the title that each bears. */
async function forms() {
  if (!globalThis.caches || !(await caches.has(PAGES))) return;
  const cache = await caches.open(PAGES);
  const kept = (await cache.keys()).filter(({ url }) => /^\/(f|new)\//.test(new URL(url).pathname));
  const lines = await Promise.all(
    kept.map(async (request) => {
      const page = new DOMParser().parseFromString(await (await cache.match(request)).text(), "text/html");
      const title = page.querySelector("h1")?.textContent.trim() || page.title;
      return row("forms", { open: title }, (line) => (line.querySelector("[data-open]").href = request.url));
    }),
  );
  show("forms", lines);
}

async function tryNow(button) {
  const said = document.querySelector("[data-tried]");
  button.setAttribute("aria-busy", "true");
  const end = navigator.onLine ? await send().catch(() => "offline") : "offline";
  button.removeAttribute("aria-busy");
  said.textContent = said.dataset[end] ?? "";
}

document.querySelector("[data-astray]").hidden = location.pathname === "/waiting";
const again = document.querySelector("[data-now]");
again.addEventListener("click", () => tryNow(again));
queue.onChange(draw);
draw();
forms();
