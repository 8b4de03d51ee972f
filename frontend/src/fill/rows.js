// Tables: rows are added from a template, taken away, and numbered anew, so that names run items/0/…, items/1/….
const NUMBERED = ["name", "id", "for", "data-path", "aria-labelledby", "aria-describedby"];

/** Gives every name inside `row` the number `index`; `key` is the table's. */
function number(row, key, index) {
  const place = new RegExp(`(^|[\\s-])(${key}[/-])(\\d+|__row__)(?=[/-])`, "g");
  for (const element of row.querySelectorAll("*")) {
    for (const name of NUMBERED) {
      const text = element.getAttribute(name);
      if (text) element.setAttribute(name, text.replace(place, `$1$2${index}`));
    }
  }
  for (const place of row.querySelectorAll("[data-row-number]")) place.textContent = index + 1;
}

const standing = (table) => [...table.querySelectorAll("[data-row]:not(template)")];

/** Rows come and go only within the bounds. */
function bound(table, rows = standing(table)) {
  const { fewest = 0, most = Infinity } = table.dataset;
  for (const button of table.querySelectorAll("[data-remove-row]")) button.hidden = rows.length <= +fewest;
  for (const button of table.querySelectorAll("[data-add-row]")) button.hidden = rows.length >= +most;
}

function renumber(table) {
  const rows = standing(table);
  rows.forEach((row, index) => number(row, table.dataset.table, index));
  bound(table, rows);
}

function add(table) {
  const template = table.querySelector("template[data-row]");
  const row = template.content.cloneNode(true);
  table.querySelector("[data-rows]").append(row);
  renumber(table);
  const added = standing(table).at(-1);
  added.dispatchEvent(new Event("formloom:row", { bubbles: true })); // for widgets.js
  return added;
}

const firstControl = (row) => row?.querySelector("input:not([type=hidden]), select, textarea");

function removed(table, row) {
  const rows = standing(table);
  const next = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
  row.remove();
  renumber(table);
  (firstControl(next) ?? table.querySelector("[data-add-row]"))?.focus();
}

/** At least `count` rows in the table `key`, for words that come back from an earlier visit. */
export function makeRoom(form, key, count) {
  const table = form.querySelector(`[data-table="${CSS.escape(key)}"]`);
  if (!table?.querySelector("template[data-row]")) return;
  while (standing(table).length < count && count <= 500) add(table);
}

/** Makes the tables of a form live; `changed` is called after rows came or went. */
export function rows(form, changed) {
  for (const table of form.querySelectorAll("[data-table]")) {
    if (!table.querySelector("template[data-row]")) continue;
    bound(table); // the server has numbered what stands there
    table.addEventListener("click", (event) => {
      const adding = event.target.closest("[data-add-row]");
      const removing = event.target.closest("[data-remove-row]");
      if (!adding && !removing) return;
      event.preventDefault();
      if (adding) firstControl(add(table))?.focus();
      else removed(table, removing.closest("[data-row]"));
      changed();
      form.dispatchEvent(new Event("input"));
    });
  }
}
