// Mouse, pen and finger on a bar. A mouse takes it at once; a finger first touches it, and then moves it, so that a plan
// can be scrolled by touch as well.
import { ROW } from "./days.js";
import { say } from "./swapping.js";

const STARTED = 4; // pixels after which a press is no click
const EDGE = 36;
const PULL = 14; // pixels a frame that the picture moves at its edge
const SVG = "http://www.w3.org/2000/svg";

function made(name, parent) {
  const one = document.createElement("div");
  one.className = name;
  parent.append(one);
  return one;
}

export function grip(chart) {
  const { frame, picture } = chart;
  const body = picture.parentElement;
  const element = made("gantt-grip", body);
  const label = made("gantt-says", element);
  made("gantt-handle is-size", element);
  const linker = made("gantt-handle is-link", element);
  const over = document.createElementNS(SVG, "svg");
  over.setAttribute("class", "gantt-over");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("class", "gantt-pull");
  over.append(line);
  body.append(over);
  element.hidden = true;

  let shown = null; // the row that it lies on
  let hold = null;
  let start = null;
  let last = null;
  let drawn = 0;
  let dragged = false;

  function place(row) {
    if (hold) return;
    chart.bar(shown ?? row)?.classList.remove("is-chosen");
    shown = row;
    element.hidden = !row?.moves;
    if (element.hidden) return;
    chart.bar(row)?.classList.add("is-chosen");
    const width = Math.max(chart.width(row), 12);
    element.style.transform = `translate(${chart.left(row.from)}px, ${row.number * ROW}px)`;
    element.style.width = `${width}px`;
    element.classList.toggle("is-point", !row.days);
  }

  const here = (event) => {
    const at = body.getBoundingClientRect();
    return { x: event.clientX - at.left, y: event.clientY - at.top };
  };

  function move() {
    const from = { ...shown };
    const [x, y] = [chart.left(from.from), from.number * ROW];
    let now = from;
    return {
      follow(at) {
        const by = at.x - start.x;
        element.style.transform = `translate(${x + by}px, ${y}px)`;
        now = chart.moved(from, Math.round(by / chart.wide));
      },
      words: () => chart.days.words(now.from, now.to),
      end: () => now.from !== from.from && chart.keep(now, "move"),
    };
  }

  function size() {
    const from = { ...shown };
    const width = chart.width(from);
    let now = from;
    return {
      follow(at) {
        const by = at.x - start.x;
        element.style.width = `${Math.max(width + by, chart.wide)}px`;
        now = chart.sized(from, Math.round(by / chart.wide));
      },
      words: () => chart.days.words(now.from, now.to),
      end: () => now.days !== from.days && chart.keep(now, "resize"),
    };
  }

  function pull() {
    const source = shown;
    const [x, y] = [chart.left(source.to + 1), (source.number + 0.5) * ROW];
    let aim = null;
    return {
      follow(at) {
        line.setAttribute("d", `M${x} ${y}L${at.x} ${at.y}`);
        const found = chart.at(at.y);
        if (found === aim) return;
        aim?.title.classList.remove("is-over");
        chart.bar(aim ?? source)?.classList.remove("is-aim");
        aim = found && found !== source ? found : null;
        aim?.title.classList.add("is-over");
        if (aim) chart.bar(aim)?.classList.add("is-aim");
      },
      words: () => (aim ? `→ ${aim.name}` : "→"),
      end() {
        if (aim) chart.link(source, aim);
      },
      let_go() {
        aim?.title.classList.remove("is-over");
        if (aim) chart.bar(aim)?.classList.remove("is-aim");
        line.removeAttribute("d");
      },
    };
  }

  frame.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || hold || event.buttons) return;
    const bar = event.target.closest(".row");
    if (bar) place(chart.rows.get(bar.dataset.id));
  });
  // A finger, or a press without a move: it is chosen; a press on what is chosen opens it.
  picture.addEventListener("click", (event) => {
    const bar = event.target.closest(".row");
    const row = bar && chart.rows.get(bar.dataset.id);
    if (!row) return place(null);
    place(row);
    if (!row.moves) chart.open(row);
    else say(chart.said(row));
  });
  element.addEventListener("click", () => {
    if (!dragged) chart.open(shown);
  });

  element.addEventListener("pointerdown", (event) => {
    if (event.button || !event.isPrimary) return;
    event.preventDefault();
    start = last = here(event);
    dragged = false;
    const handle = event.target.closest(".gantt-handle");
    const begin = !handle ? move : handle === linker ? pull : size;
    element.setPointerCapture(event.pointerId);
    element.onpointermove = (moved) => {
      last = here(moved);
      if (!hold && Math.hypot(last.x - start.x, last.y - start.y) < STARTED) return;
      if (!hold) {
        hold = begin();
        dragged = true;
        frame.classList.add("is-grabbed");
        element.classList.toggle("is-carried", begin !== pull);
      }
      drawn ||= requestAnimationFrame(follow);
    };
  });

  /** Once a frame, also while the pointer rests at the edge and the picture goes on moving. */
  function follow() {
    drawn = 0;
    if (!hold) return;
    hold.follow(last);
    const words = hold.words();
    if (label.textContent !== words) label.textContent = words;
    const side = frame.querySelector(".gantt-titles").offsetWidth;
    const at = last.x + body.offsetLeft - frame.scrollLeft;
    const by = at < side + EDGE ? -PULL : at > frame.clientWidth - EDGE ? PULL : 0;
    if (!by) return;
    const before = frame.scrollLeft;
    frame.scrollLeft += by;
    last = { x: last.x + frame.scrollLeft - before, y: last.y };
    if (frame.scrollLeft !== before) drawn = requestAnimationFrame(follow);
  }

  function ended(event, done) {
    element.onpointermove = null;
    if (!hold) return;
    const held = hold;
    if (done) held.follow(event ? here(event) : last);
    hold = null;
    held.let_go?.();
    frame.classList.remove("is-grabbed");
    element.classList.remove("is-carried");
    label.textContent = "";
    if (!done || held.end() === false) place(shown);
  }
  element.addEventListener("pointerup", (event) => ended(event, true));
  element.addEventListener("pointercancel", () => ended(null, false));
  frame.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !hold) return;
    event.stopPropagation();
    ended(null, false);
  }, true);
  return { place };
}
