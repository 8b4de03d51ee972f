// The pages of signed-in people: the same as a client's, and htmx for parts that change in place.
import htmx from "htmx.org";
import "./fill.js";
import { watchBell } from "./bell.js";
import { tryOut } from "./fill/form.js";
import { workByKeys } from "./keys.js";
import { tickTogether } from "./ticking.js";

// The meta tag of base.html says the same; this holds where a page forgets it.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
// A part of the page that a script has drawn anew.
document.addEventListener("drawn", ({ target }) => htmx.process(target));
document.addEventListener("htmx:afterSettle", tryOut);
watchBell();
tickTogether();
workByKeys();
