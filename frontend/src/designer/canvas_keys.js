// The canvas by keyboard: from step to step along the ways, and everything that a mouse can do there.
const ARROWS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const FAR = 80; // pixels that an arrow moves the picture
const ZOOMS = { "+": "in", "=": "in", "-": "out", 0: "fit" };
const ACTS = { c: "connect", a: "add", m: "put", Delete: "remove", Backspace: "remove", "?": "help" };
const UNDONE = { z: "undo", y: "redo", Z: "redo" };

export function keysOn(frame, canvas, acts, say) {
  frame.addEventListener("keydown", (event) => {
    if (event.altKey || event.defaultPrevented || event.target.closest("button, input, select, textarea")) return;
    if (take(event)) event.preventDefault();
  });

  function take(event) {
    if (event.ctrlKey || event.metaKey) return undo(UNDONE[event.key]);
    const step = canvas.stepOf(event.target);
    if (event.key in ARROWS) return go(event, step);
    if (event.key in ZOOMS) {
      canvas.view.zoom(ZOOMS[event.key]);
      say(frame.dataset.scaled.replace("{n}", Math.round(canvas.view.kept.scale * 100)));
      return true;
    }
    if (event.key === "Home" || event.key === "End") return ends(event.key);
    const act = ACTS[event.key] ?? ACTS[event.key.toLowerCase()];
    if (!act) return false;
    acts[act](step ?? canvas.chosen());
    return true;
  }

  function go(event, step) {
    const [x, y] = ARROWS[event.key];
    if (!step || event.shiftKey) {
      canvas.view.move(canvas.view.kept.x + x * FAR, canvas.view.kept.y + y * FAR);
      return true;
    }
    const next = canvas.flow.beyond(step, event.key);
    if (next) canvas.focus(next);
    else say(frame.dataset.nowhere);
    return true;
  }

  function ends(key) {
    const all = [...canvas.flow.steps.values()];
    canvas.focus(all.at(key === "Home" ? 0 : -1));
    return true;
  }

  function undo(what) {
    const button = what && document.querySelector(`.designer-tools button[value="${what}"]:not(:disabled)`);
    button?.click();
    return Boolean(button);
  }
}
