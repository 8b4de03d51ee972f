// Mouse, pen and fingers: the ground is pulled along, two fingers make it larger, a step is carried onto a way, and its
// handle is pulled to another step. What is carried is drawn above the canvas; the canvas itself stays as it is.
import { startOf } from "./canvas_steps.js";

const SVG = "http://www.w3.org/2000/svg";
const STARTED = 5; // pixels after which a press is no click
const NEAR = 44; // pixels from a way at which a step is let go onto it
const GRIP = { mouse: 14, touch: 24 }; // pixels from the end of a way at which it is taken hold of
const OVER = 14; // so far into the step that it leads to a finger may miss it
const EDGE = 28;
const PULL = 12; // pixels a frame that the ground moves at its edge

/** `acts`: connect(source, target), put(key, way), turn(way, target), nothing() when something was let go beside everything. */
export function handsOn(frame, canvas, acts) {
  const { view } = canvas;
  const fingers = new Map();
  let hold = null;
  let moved = false;
  let last = null;
  let frames = 0;

  const over = document.createElementNS(SVG, "svg");
  over.setAttribute("class", "canvas-over");
  over.setAttribute("aria-hidden", "true");
  frame.append(over);

  function ground() {
    const { x, y } = view.kept;
    const from = last;
    return { move: (at) => view.move(x + at.x - from.x, y + at.y - from.y), end() {} };
  }

  function carry(step) {
    const ghost = step.element.cloneNode(true);
    ghost.removeAttribute("id");
    ghost.removeAttribute("role");
    over.replaceChildren(ghost);
    step.element.classList.add("is-carried");
    const from = view.onCanvas(lastEvent);
    let aim = null;
    const fits = (way) => way.source !== step.key && way.target !== step.key;
    return {
      edges: true,
      move(at, event) {
        const { scale } = view.kept;
        const there = view.onCanvas(event);
        const x = view.kept.x + (there.x - from.x) * scale;
        const y = view.kept.y + (there.y - from.y) * scale;
        over.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
        const found = canvas.flow.wayAt(there.x, there.y, NEAR / scale, fits);
        if (found === aim) return;
        aim?.element.classList.remove("is-aim");
        found?.element.classList.add("is-aim");
        aim = found;
      },
      end(done) {
        step.element.classList.remove("is-carried");
        aim?.element.classList.remove("is-aim");
        over.replaceChildren();
        over.style.transform = "";
        if (!done) return;
        if (aim) acts.put(step.key, aim.way);
        else acts.nothing();
      },
    };
  }

  const pull = ({ key, box }) => {
    const below = ([x, y], at, scale) => `C${x} ${y + 60 * scale} ${at.x} ${at.y - 40 * scale} ${at.x} ${at.y}`;
    return lead({ x: box.x + box.width / 2, y: box.y + box.height }, below, (aim) => acts.connect(key, aim.key));
  };

  /** The chosen step, where a finger lies on its handle: that is smaller than a finger. */
  function handleAt({ x, y }) {
    const step = frame.classList.contains("is-far") ? null : canvas.chosen();
    if (!step || step.ends) return null;
    const far = Math.hypot(step.box.x + step.box.width / 2 - x, step.box.y + step.box.height - y);
    return far <= GRIP.touch / view.kept.scale ? step : null;
  }

  function turn(way) {
    const beside = ([x, y], at, scale) => `C${x + 60 * scale} ${y} ${at.x - 60 * scale} ${at.y} ${at.x} ${at.y}`;
    way.element.classList.add("is-carried");
    const reached = (aim) => (aim.key === way.target ? acts.nothing() : acts.turn(way, aim.key));
    const led = lead(startOf(way), beside, reached, (step) => way.source || !step.ends);
    return { ...led, end: (done) => (way.element.classList.remove("is-carried"), led.end(done)) };
  }

  /** A line from a place to whatever step the pointer finds. */
  function lead(start, bend, reached, fits = () => true) {
    const line = document.createElementNS(SVG, "path");
    over.replaceChildren(line);
    let aim = null;
    return {
      edges: true,
      move(at, event) {
        const { x, y, scale } = view.kept;
        const from = [x + start.x * scale, y + start.y * scale];
        line.setAttribute("d", `M${from[0]} ${from[1]}${bend(from, at, scale)}`);
        const there = view.onCanvas(event);
        const under = canvas.flow.at(there.x, there.y, 8);
        const found = under && fits(under) ? under : null;
        if (found === aim) return;
        aim?.element.classList.remove("is-aim");
        found?.element.classList.add("is-aim");
        aim = found;
      },
      end(done) {
        aim?.element.classList.remove("is-aim");
        over.replaceChildren();
        if (!done) return;
        if (aim) reached(aim);
        else acts.nothing();
      },
    };
  }

  function pinch() {
    const [one, other] = fingers.values();
    const apart = () => Math.hypot(one.x - other.x, one.y - other.y) || 1;
    let before = apart();
    let centre = { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
    return {
      move() {
        const now = { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
        view.move(view.kept.x + now.x - centre.x, view.kept.y + now.y - centre.y);
        view.scaleTo((view.kept.scale * apart()) / before, now.x, now.y);
        [before, centre] = [apart(), now];
      },
      end() {},
    };
  }

  let lastEvent = null;
  let begin = null;
  frame.addEventListener("pointerdown", (event) => {
    moved = false; // no click follows what a finger has moved
    if (event.button || event.target.closest(".canvas-zoom, .canvas-map")) return;
    const at = view.here(event);
    fingers.set(event.pointerId, { ...at });
    [last, lastEvent] = [at, event];
    if (fingers.size === 2) {
      hold?.end(false);
      hold = pinch();
      moved = true;
      return;
    }
    const step = canvas.stepOf(event.target);
    const mouse = event.pointerType !== "touch";
    const there = view.onCanvas(event);
    const within = step ? (mouse ? 0 : OVER) : GRIP[mouse ? "mouse" : "touch"];
    const way = within && canvas.flow.endAt(there.x, there.y, within / view.kept.scale, canvas.chosen()?.key);
    const pulled = step && event.target.closest(".handle") ? step : mouse ? null : handleAt(there);
    if (pulled) begin = () => pull(pulled);
    else if (step && mouse && !step.ends) begin = () => carry(step);
    else if (way) begin = () => turn(way);
    else begin = ground;
  });

  frame.addEventListener("pointermove", (event) => {
    const finger = fingers.get(event.pointerId);
    if (!finger) return;
    Object.assign(finger, view.here(event));
    if (!hold) {
      if (Math.hypot(finger.x - last.x, finger.y - last.y) < STARTED) return;
      moved = true;
      frame.setPointerCapture(event.pointerId);
      hold = begin();
      frame.classList.add("is-grabbed");
    }
    lastEvent = event;
    frames ||= requestAnimationFrame(follow);
  });

  /** Once a frame, also while the pointer rests at the edge and the ground goes on moving. */
  function follow() {
    frames = 0;
    if (!hold) return;
    const at = view.here(lastEvent);
    hold.move(at, lastEvent);
    if (!hold.edges) return;
    const by = (place, room) => (place < EDGE ? PULL : place > room - EDGE ? -PULL : 0);
    const [dx, dy] = [by(at.x, frame.clientWidth), by(at.y, frame.clientHeight)];
    if (!dx && !dy) hold.inside = true; // what begins at the edge stays there until it has left it
    if (!hold.inside || (!dx && !dy)) return;
    view.move(view.kept.x + dx, view.kept.y + dy);
    frames = requestAnimationFrame(follow);
  }

  function ended(event) {
    if (!fingers.delete(event.pointerId)) return;
    const held = hold;
    hold = null;
    frame.classList.remove("is-grabbed");
    if (held && event.type === "pointerup" && fingers.size === 0) {
      lastEvent = event;
      held.move(view.here(event), event);
    }
    held?.end(event.type === "pointerup");
    // Of two fingers one stays: the ground goes with it.
    const [rest] = fingers.values();
    if (rest) [last, begin, hold] = [{ ...rest }, ground, null];
  }
  frame.addEventListener("pointerup", ended);
  frame.addEventListener("pointercancel", ended);
  frame.addEventListener("dragstart", (event) => event.preventDefault());
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !hold) return;
    event.preventDefault();
    event.stopPropagation();
    hold.end(false);
    hold = null;
    fingers.clear();
  }, { capture: true, signal: canvas.ended });
  // What ends a move is no click.
  frame.addEventListener("click", (event) => {
    if (!moved) return;
    moved = false;
    event.preventDefault();
    event.stopPropagation();
  }, true);
}
