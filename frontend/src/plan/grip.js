// Mouse, pen and finger on a bar. A mouse takes it at once; a finger first touches it, and then moves it, so that a plan
// can be scrolled by touch as well.
import { ROW } from "./days.js";
import { say } from "./swapping.js";
import { drawn as followed, going, tiesIn } from "./ties.js";

const STARTED = 4; // pixels after which a press is no click
const SHORT = 40; // pixels under which the handles stand beside the bar
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
  const ties = tiesIn(picture);
  const near = (row, is) => {
    for (const path of ties.get(row?.number) ?? []) path.classList.toggle("is-near", is);
  };

  let shown = null; // the row that it lies on
  let hold = null;
  let ground = null; // where the picture lies on the screen, and what of it can be seen
  let start = null;
  let last = null; // where the pointer is on the screen
  let drawn = 0;
  let dragged = false;

  function place(row) {
    if (hold) return;
    chart.bar(shown ?? row)?.classList.remove("is-chosen");
    near(shown, false);
    near(row, true);
    shown = row;
    element.hidden = !row?.moves;
    if (element.hidden) return;
    chart.bar(row)?.classList.add("is-chosen");
    const width = Math.max(chart.width(row), 12);
    element.style.transform = `translate(${chart.left(row.from)}px, ${row.number * ROW}px)`;
    element.style.width = `${width}px`;
    element.classList.toggle("is-point", !row.days);
    element.classList.toggle("is-short", width < SHORT);
  }

  const on = (event) => ({ x: event.clientX, y: event.clientY });
  /** In the picture. It is asked before anything of a frame is written, so that nothing is laid out twice. */
  const here = () => {
    const at = body.getBoundingClientRect();
    return { x: last.x - at.left, y: last.y - at.top };
  };

  /** Lines that hold on to the bar, for those of its ends that move. */
  function lines(row, moves) {
    const along = (ties.get(row.number) ?? []).map((path) => going(path, row.number)).filter(({ end }) => moves(end));
    return {
      follow: (by) => line.setAttribute("d", followed(along, by)),
      let_go: () => line.removeAttribute("d"),
    };
  }

  function move() {
    const from = { ...shown };
    const [x, y] = [chart.left(from.from), from.number * ROW];
    const { follow, let_go } = lines(from, () => true);
    let now = from;
    return {
      let_go,
      follow(at) {
        const by = at.x - start.x;
        element.style.transform = `translate(${x + by}px, ${y}px)`;
        follow(by);
        now = chart.moved(from, Math.round(by / chart.wide));
      },
      words: () => chart.days.words(now.from, now.to),
      end: () => now.from !== from.from && chart.keep(now, "move"),
    };
  }

  function size() {
    const from = { ...shown };
    const width = chart.width(from);
    const { follow, let_go } = lines(from, (end) => end > chart.left(from.from) + width / 2);
    let now = from;
    return {
      let_go,
      follow(at) {
        const by = at.x - start.x;
        element.style.width = `${Math.max(width + by, chart.wide)}px`;
        follow(Math.max(by, chart.wide - width));
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
    line.classList.add("is-new");
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
        line.classList.remove("is-new");
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
    last = on(event);
    start = here();
    ground = { left: frame.getBoundingClientRect().left, side: frame.querySelector(".gantt-titles").offsetWidth, wide: frame.clientWidth };
    dragged = false;
    const handle = event.target.closest(".gantt-handle");
    const begin = !handle ? move : handle === linker ? pull : size;
    element.setPointerCapture(event.pointerId);
    element.onpointermove = (moved) => {
      last = on(moved);
      if (!hold) {
        const { x, y } = here();
        if (Math.hypot(x - start.x, y - start.y) < STARTED) return;
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
    hold.follow(here());
    const words = hold.words();
    if (label.textContent !== words) label.textContent = words;
    const at = last.x - ground.left;
    const by = at < ground.side + EDGE ? -PULL : at > ground.wide - EDGE ? PULL : 0;
    if (!by) return;
    const before = frame.scrollLeft;
    frame.scrollLeft += by;
    if (frame.scrollLeft !== before) drawn = requestAnimationFrame(follow);
  }

  function ended(event, done) {
    element.onpointermove = null;
    if (!hold) return;
    const held = hold;
    if (event) last = on(event);
    if (done) held.follow(here());
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
