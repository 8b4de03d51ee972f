// What makes some questions easier with a script. Each is answered by plain controls without it; a page brings this
// file only where it asks such a question ([data-widget]; data-type says of which type).
import { start as address } from "./widgets/address.js";
import { start as audio } from "./widgets/audio.js";
import { start as barcode } from "./widgets/barcode.js";
import { start as cascade } from "./widgets/cascade.js";
import { start as location } from "./widgets/location.js";
import { start as markdown } from "./widgets/markdown.js";
import { start as photo } from "./widgets/photo.js";
import { start as picker } from "./widgets/picker.js";
import { start as ranking } from "./widgets/ranking.js";
import { start as signature } from "./widgets/signature.js";
import { start as slider } from "./widgets/slider.js";

const WIDGETS = { address, audio, barcode, cascade, location, markdown, photo, ranking, signature, slider };

for (const type of ["person", "people", "department", "customer", "contact", "request", "project"]) WIDGETS[type] = picker;

function start(part) {
  for (const question of part.querySelectorAll("[data-widget]")) WIDGETS[question.dataset.type]?.(question);
}

// Not before the form has what was typed on an earlier visit, which fill.js brings back.
if (document.readyState === "complete") start(document);
else document.addEventListener("DOMContentLoaded", () => start(document));
document.addEventListener("formloom:row", (event) => start(event.target));
