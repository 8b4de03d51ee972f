// The designer works without this. With it: edits happen in place, fields are dragged, Alt+arrows move what has the focus,
// titles are changed where they stand, a formula is completed while one types, and a word finds a kind of field.
import "./designer/dragging.js";
import "./designer/focus.js";
import "./designer/canvas.js";
import "./designer/formula.js";
import "./designer/growing.js";
import "./designer/kinds.js";
import "./designer/live.js";
import "./designer/moving.js";
import "./designer/panes.js";
import "./designer/picture.js";
import "./designer/presence.js";
import "./designer/rule.js";
import "./designer/tour.js";
import "./designer/several.js";
import "./designer/titles.js";

/** Answers that say "not so" are pages too: they hold what was typed. */
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if ([409, 422].includes(detail.xhr.status)) {
    detail.shouldSwap = true;
    detail.isError = false;
  }
});
