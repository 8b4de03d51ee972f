// The steps and ways as the page has drawn them, and the way from step to step.
const REACH = 6; // how far before its tip the middle of an arrow lies
const boxOf = (step) => {
  const [x, y, width, height] = step.dataset.box.split(" ").map(Number);
  return { x, y, width, height };
};
const middle = (box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

/** Read once, when the flow has been drawn. */
export function stepsOf(flow) {
  const steps = new Map();
  for (const one of flow.querySelectorAll(".canvas-step")) {
    const title = [...one.querySelectorAll(".title")].map((line) => line.textContent).join(" ");
    steps.set(one.dataset.key, { key: one.dataset.key, element: one, link: one.querySelector("a"), box: boxOf(one), title, ends: one.classList.contains("end") });
  }
  const ways = [...flow.querySelectorAll(".canvas-road")].map((element) => ({ ...element.dataset, element }));
  const at = (x, y, near = 0) => {
    for (const step of steps.values()) {
      const { box } = step;
      if (x >= box.x - near && x <= box.x + box.width + near && y >= box.y - near && y <= box.y + box.height + near) return step;
    }
    return null;
  };

  /** The step that lies in a direction: along a way if one leads there, else the nearest above or below. */
  function beyond(step, key) {
    const here = middle(step.box);
    const sideways = key === "ArrowRight" || key === "ArrowLeft";
    const sign = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
    const joined = sideways ? along(step, sign) : steps.values();
    const far = (one) => {
      const there = middle(one.box);
      const [ahead, aside] = sideways ? [there.x - here.x, there.y - here.y] : [there.y - here.y, there.x - here.x];
      return ahead * sign > 1 ? Math.abs(ahead) + Math.abs(aside) * (sideways ? 1 : 3) : Infinity;
    };
    return nearest([...joined], far);
  }

  const along = (step, sign) =>
    ways
      .filter((way) => (sign > 0 ? way.source : way.target) === step.key)
      .map((way) => steps.get(sign > 0 ? way.target : way.source))
      .filter(Boolean);

  /** Which way lies nearest to a place, and how far from it. */
  function wayAt(x, y, within, fits = () => true) {
    const found = nearest(ways.filter(fits), (way) => away(lineOf(way), x, y));
    return found && away(lineOf(found), x, y) <= within ? found : null;
  }
  /** The way whose end lies there; of several the one that leads away from a chosen step. */
  function endAt(x, y, within, chosen) {
    const far = (way) => Math.hypot(tipOf(way).x - REACH - x, tipOf(way).y - y);
    const near = ways.filter((way) => far(way) <= within);
    return near.find((way) => way.source && way.source === chosen) ?? nearest(near, far);
  }
  const light = (key) => {
    for (const way of ways) way.element.classList.toggle("is-lit", Boolean(key) && way.source === key);
  };
  return { steps, ways, at, beyond, wayAt, endAt, light };
}

function nearest(all, far) {
  let best = null;
  let least = Infinity;
  for (const one of all) {
    const length = far(one);
    if (length < least) [best, least] = [one, length];
  }
  return best;
}

/** The corners of a way, read from its path when they are first asked for. */
function lineOf(way) {
  way.line ??= way.element.firstElementChild.getAttribute("d").slice(1).split(/[ L]+/).map(Number);
  return way.line;
}

/** Where a way begins. */
export const startOf = (way) => ({ x: lineOf(way)[0], y: lineOf(way)[1] });

/** Where its arrow points. */
function tipOf(way) {
  const [x, y] = lineOf(way).slice(-2);
  return { x, y };
}

function away(line, x, y) {
  let least = Infinity;
  for (let at = 0; at + 3 < line.length; at += 2) {
    const [x1, y1, x2, y2] = line.slice(at, at + 4);
    const dx = x - Math.min(Math.max(x, Math.min(x1, x2)), Math.max(x1, x2));
    const dy = y - Math.min(Math.max(y, Math.min(y1, y2)), Math.max(y1, y2));
    least = Math.min(least, Math.hypot(dx, dy));
  }
  return least;
}
