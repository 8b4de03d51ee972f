// Where something that is dragged would stand: in the list that is nearest, before the first row whose middle is below.
const line = document.createElement("li");
line.className = "drop-line";
line.setAttribute("aria-hidden", "true");

const away = ({ top, bottom }, y) => Math.max(top - y, y - bottom, 0);

/** ``{list, before}`` (before: a row, or null for the end); null where it stands already, or where it is not meant to go. */
export function dropAt({ node, group, type }, x, y) {
  const lists = [...document.querySelectorAll(`[data-drop="${CSS.escape(group)}"]`)];
  const near = lists.map((list) => ({ list, box: list.getBoundingClientRect() })).filter(({ box }) => box.width);
  near.sort((a, b) => away(a.box, y) - away(b.box, y));
  const [nearest] = near;
  if (!nearest || (type && !within(nearest.box, x))) return null;
  const rows = [...nearest.list.querySelectorAll(":scope > .field-row")].filter((row) => row !== node);
  const before = rows.find((row) => middle(row) > y) ?? null;
  return isThere(node, nearest.list, before) ? null : { list: nearest.list, before };
}

const within = ({ left, right }, x) => x > left && x < right;

function middle(row) {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}

function nextRow(node) {
  const next = node.nextElementSibling;
  return next === line ? line.nextElementSibling : next;
}

const isThere = (node, list, before) => node.parentElement === list && nextRow(node) === before;

/** Shows the place, or with null shows none. */
export function lineAt(drop) {
  if (!drop) line.remove();
  else if (line.parentElement !== drop.list || line.nextElementSibling !== drop.before) drop.list.insertBefore(line, drop.before);
}
