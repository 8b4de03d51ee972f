// The lines of one bar while it is under a hand: they follow it roughly; the server draws them anew when it is let go.
const SHAPE = /^M(\S+) (\S+?)((?:[hv][-.\d]+)+)(.*)$/;

/** The corners of a line, and the arrow behind them, which is drawn from wherever it ends. */
function read(path) {
  const [, x, y, legs, head] = SHAPE.exec(path.getAttribute("d"));
  const corners = [[Number(x), Number(y)]];
  for (const [, way, far] of legs.matchAll(/([hv])([-.\d]+)/g)) {
    const [atX, atY] = corners.at(-1);
    corners.push(way === "h" ? [atX + Number(far), atY] : [atX, atY + Number(far)]);
  }
  return { corners, head };
}

/** The lines at each row, by its number. */
export function tiesIn(picture) {
  const found = new Map();
  for (const path of picture.querySelectorAll(".ties [data-rows]")) {
    for (const number of path.dataset.rows.split(" ").map(Number)) found.set(number, [...(found.get(number) ?? []), path]);
  }
  return found;
}

/** What of a line goes along with the row: of one that leaves it all up to its first way down, of one that reaches it what is behind the last. */
export function going(path, number) {
  const { corners, head } = read(path);
  const last = corners.length - 1;
  const leaves = Number(path.dataset.rows.split(" ")[0]) === number;
  return leaves ? { corners, head, first: 0, last: 2, end: corners[0][0] } : { corners, head, first: Math.min(last, 3), last, end: corners[last][0] };
}

/** All of them in one path, their ends at the bar so many pixels further on. */
export const drawn = (ties, by) =>
  ties.map(({ corners, head, first, last }) => `M${corners.map(([x, y], at) => `${at >= first && at <= last ? x + by : x} ${y}`).join("L")}${head}`).join("");
