// What makes some questions easier with a script. Each is answered by plain controls without it; a page brings this
// file only where it asks such a question ([data-widget]; data-type says of which type).
import { start as slider } from "./widgets/slider.js";

const WIDGETS = { slider };

function start(part) {
  for (const question of part.querySelectorAll("[data-widget]")) WIDGETS[question.dataset.type]?.(question);
}

start(document);
document.addEventListener("formloom:row", (event) => start(event.target));
