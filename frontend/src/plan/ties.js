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
  return { path, corners, head };
}

/** Of the row of that number: those that leave it keep its side up to their first way down, those that reach it from the last. */
export function tiesOf(picture, number) {
  const found = [];
  for (const path of picture.querySelectorAll(".ties [data-rows]")) {
    const [source, target] = path.dataset.rows.split(" ").map(Number);
    if (source !== number && target !== number) continue;
    const tie = read(path);
    const last = tie.corners.length - 1;
    found.push(source === number ? { ...tie, first: 0, last: 2, end: tie.corners[0][0] } : { ...tie, first: Math.max(last - Math.max(last - 3, 0), 1), last, end: tie.corners[last][0] });
  }
  return found;
}

/** All of them in one path, their ends at the bar so many pixels further on. */
export const drawn = (ties, by) =>
  ties.map(({ corners, head, first, last }) => `M${corners.map(([x, y], at) => `${at >= first && at <= last ? x + by : x} ${y}`).join("L")}${head}`).join("");
