// The canvas of the steps. The server draws it, and it reads without this; with it, it moves, grows, and is worked on in
// place. Whatever is done goes through a form of the page, as it would without a script.
import { handsOn } from "./canvas_hands.js";
import { keysOn } from "./canvas_keys.js";
import { mapOn } from "./canvas_map.js";
import { stepsOf } from "./canvas_steps.js";
import { viewOn } from "./canvas_view.js";

const WIDE = matchMedia("(min-width: 960px)");
const left = new Map(); // how each draft was looked at last, and which step was chosen
let now = null;

const quoted = (text) => CSS.escape(text);
const fill = (sentence, said) => sentence.replace(/\{(\w+)\}/g, (_, name) => said[name] ?? "");

/** For whoever listens; it outlives the page that htmx takes away. */
const voice = document.createElement("p");
voice.id = "canvas-says";
voice.className = "visually-hidden";
voice.setAttribute("role", "status");
document.body.append(voice);
let unsaid = "";
function say(text) {
  voice.textContent = "";
  requestAnimationFrame(() => (voice.textContent = text));
}

function wake() {
  const frame = document.getElementById("canvas-frame");
  if (!frame) return sleep();
  if (now?.frame === frame) return;
  sleep();
  now = canvasOn(frame);
}

function sleep() {
  now?.end();
  now = null;
}

function canvasOn(frame) {
  const stage = document.getElementById("canvas-stage");
  const place = location.pathname;
  if (!left.has(place)) left.set(place, { view: {}, chosen: "", focus: false });
  const kept = left.get(place);
  const ended = new AbortController();
  const form = (id) => document.querySelector(`#canvas-${id}${["remove", "end"].includes(id) ? "" : " form"}`);
  const fold = (id) => document.getElementById(`canvas-${id}`);
  let map = () => {};

  frame.classList.add("is-live");
  const percent = frame.querySelector("[data-zoom=full]");
  const view = viewOn(frame, stage, kept.view, (seen) => {
    map(seen);
    const size = percent.dataset.size.replace("{n}", Math.round(seen.scale * 100));
    if (percent.textContent !== size) percent.textContent = size;
  });
  const canvas = {
    frame, view, ended: ended.signal,
    flow: stepsOf(stage.firstElementChild),
    stepOf: (element) => canvas.flow.steps.get(element.closest?.(".canvas-step")?.dataset.key ?? ""),
    chosen: () => canvas.flow.steps.get(kept.chosen),
    focus(step) {
      choose(step);
      step.link.focus({ preventScroll: true });
      view.reveal(step.box);
    },
    end() {
      ended.abort();
      sizes.disconnect();
    },
    drawn() {
      canvas.flow = stepsOf(stage.firstElementChild);
      choose(canvas.chosen());
      map = mapOn(document.getElementById("canvas-map"), frame, view, [...canvas.flow.steps.values()].map((one) => one.box));
    },
  };

  function choose(step) {
    kept.chosen = step?.key ?? "";
    for (const one of stage.querySelectorAll(".is-chosen")) one.classList.remove("is-chosen");
    step?.element.classList.add("is-chosen");
    canvas.flow.light(step?.key);
    for (const button of document.querySelectorAll(".canvas-tools [data-act]")) button.disabled = !step || (step.ends && button.dataset.act === "add");
    const source = step && !step.ends ? step.key : "";
    form("connect").elements.source.value = source;
    form("put").elements.state.value = source;
    form("remove").elements.state.value = step?.key ?? "";
  }

  /** Whether it could be sent at all; then `said` is told when it has been done. */
  function send(id, values, said) {
    const sent = form(id);
    for (const [name, value] of Object.entries(values)) sent.elements[name].value = value;
    unsaid = said;
    kept.focus = true;
    sent.requestSubmit();
  }
  const titled = (key) => canvas.flow.steps.get(key)?.title ?? "";

  function unfold(id, name) {
    const menu = fold(id);
    menu.open = true;
    menu.querySelector(name ?? "summary").focus();
  }

  const acts = {
    connect: (step) => {
      choose(step);
      unfold("connect", step && !step.ends ? "[name=target]" : "[name=source]");
    },
    put: (step) => {
      choose(step);
      unfold("put", step && !step.ends ? "[name=way]" : "[name=state]");
    },
    add: (step) => (!step || step.ends ? say(frame.dataset.choose) : open({ after: step.key })),
    remove: (step) => (step ? send("remove", { state: step.key }, "") : say(frame.dataset.choose)),
    open: (step) => (step ? open({ state: step.key }) : say(frame.dataset.choose)),
    help: () => unfold("help"),
  };

  /** The panel of a step, or that of a new one, beside the canvas. */
  function open(what, stays = false) {
    const asked = fold("open");
    for (const one of asked.elements) {
      one.disabled = !what[one.name];
      one.value = what[one.name] ?? "";
    }
    kept.stays = stays;
    asked.requestSubmit();
  }

  const hands = {
    connect: (source, target) => send("connect", { source, target }, fill(form("connect").dataset.said, { source: titled(source), target: titled(target) })),
    put: (state, way) => send("put", { state, way }, fill(form("put").dataset.said, { state: titled(state) })),
    turn(way, target) {
      choose(canvas.flow.steps.get(way.source));
      send("end", { way: way.way, target }, fill(form("end").dataset.said, { source: titled(way.source) || way.name, target: titled(target) }));
    },
    nothing: () => say(frame.dataset.dropped),
  };

  function press(event) {
    const zoom = event.target.closest("button[data-zoom]");
    if (zoom) return view.zoom(zoom.dataset.zoom);
    const road = event.target.closest(".canvas-road");
    const way = road && canvas.flow.ways.find((one) => one.element === road);
    if (way && event.target.closest(".plus")) return open(way.source ? { after: way.source, way: way.way.slice(way.source.length + 1) } : { after: ":begin" });
    if (way) return way.source ? pressed(canvas.flow.steps.get(way.source), event) : choose(null);
    const step = canvas.stepOf(event.target);
    if (step) return pressed(step, event);
    if (event.target.closest("svg") || event.target === frame) choose(null);
  }

  /** A first tap on a phone chooses, for there the panel takes the canvas' place; a second one opens. */
  function pressed(step, event) {
    event.preventDefault();
    const again = kept.chosen === step.key;
    choose(step);
    step.link.focus({ preventScroll: true });
    if (WIDE.matches || again || !event.detail) open({ state: step.key }, event.detail > 0);
  }

  frame.addEventListener("click", press);
  frame.addEventListener("focusin", ({ target }) => {
    const step = canvas.stepOf(target);
    if (!step || !target.matches(":focus-visible")) return;
    choose(step);
    view.reveal(step.box);
  });
  document.querySelector(".canvas-tools").addEventListener("click", ({ target }) => {
    const act = target.closest("[data-act]")?.dataset.act;
    if (act) acts[act](canvas.chosen());
  });
  for (const id of ["connect", "put"]) {
    form(id).addEventListener("submit", ({ target: { elements, dataset } }) => {
      unsaid ||= fill(dataset.said, { source: titled(elements.source?.value), target: titled(elements.target?.value), state: titled(elements.state?.value) });
      kept.focus = true;
      kept.chosen = (elements.source ?? elements.state).value;
      fold(id).open = false;
    });
    fold(id).addEventListener("keydown", (event) => event.key === "Escape" && back(event, fold(id)));
  }
  function back(event, menu) {
    const step = canvas.chosen();
    if (!menu.open || !step) return;
    event.stopPropagation();
    menu.open = false;
    canvas.focus(step);
  }

  const sizes = new ResizeObserver(() => map(view.kept));
  sizes.observe(frame);
  canvas.drawn();
  handsOn(frame, canvas, hands);
  keysOn(frame, canvas, acts, say);
  const opened = document.getElementById("panel")?.dataset.open;
  if (opened && canvas.flow.steps.has(opened)) {
    choose(canvas.flow.steps.get(opened));
    view.reveal(canvas.chosen().box);
  }
  const focused = canvas.stepOf(document.activeElement);
  if (focused) choose(focused);
  else if (kept.focus && canvas.chosen()) canvas.focus(canvas.chosen());
  else if (kept.focus) frame.focus({ preventScroll: true });
  kept.focus = false;
  return canvas;
}

/** The panel has come by itself: the column beside the canvas is there or not, and the step of it is marked. */
function beside() {
  const key = document.getElementById("panel").dataset.open;
  document.getElementById("designer").classList.toggle("has-panel", Boolean(key));
  for (const one of document.querySelectorAll(".canvas-step.is-open")) one.classList.remove("is-open");
  const step = now.flow.steps.get(key);
  step?.element.classList.add("is-open");
  const address = new URL(location.href);
  address.search = step ? `?state=${encodeURIComponent(key)}` : "";
  history.replaceState(history.state, "", address);
  for (const one of document.querySelectorAll("#canvas [name=back]")) one.value = `${address.pathname}${address.search}`;
  const kept = left.get(location.pathname);
  if (step) requestAnimationFrame(() => now?.view.reveal(step.box));
  if (kept.stays && step) step.link.focus({ preventScroll: true });
  kept.stays = false;
}

// There has to be room for it before it can have the focus.
document.addEventListener("htmx:beforeSwap", ({ target }) => {
  if (now && target.id === "panel") document.getElementById("designer").classList.add("has-panel");
});
document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (now && target.id === "panel" && document.contains(now.frame)) return beside();
  wake();
  const told = document.querySelector("#main > .notice");
  if (now && (told || unsaid)) say(told ? told.textContent.trim() : unsaid);
  unsaid = "";
});
document.addEventListener("drawn", ({ target }) => target.id === "cards" && now?.drawn());
wake();
