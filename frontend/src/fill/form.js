// A form that is filled in. The server does all of this again; here it is only sooner.
//
// What the markup says:
//   form[data-keep]            a word beside a form, which the browser keeps like a form's until it has arrived
//   form[data-fill]            the form; data-keep: under which name the browser keeps what is typed (else its address);
//                              data-queue=TITLE: it may be sent without a network and waits for one; data-saved: when the
//                              server last kept what stands in it; data-autosave: after how many seconds it keeps it
//                              data-needed, data-number: what to say of a required field left empty, of no number
//   form[data-ruled]           a form that is only tried: it follows its rules; nothing is kept, and the server alone complains
//   [data-field=KEY]           one question (data-type: its type; data-path: items/0/amount for a cell; data-required)
//   [data-optional]            the word "optional" beside a label
//   output[data-computed]      where a computed answer is written
//   [data-table=KEY]           a table: [data-row]s in [data-rows], template[data-row], [data-add-row], [data-remove-row]
//   form[data-turns]           its pages will be turned: until then only the first is in sight
//   [data-page=KEY]            a page; [data-progress], [data-next], [data-back], [data-send] go with pages
//   [data-restored]            the notice that earlier words came back, with [data-afresh]
//   [data-kept], [data-save]   where it is said that all is kept, and the button that keeps it; [data-waits]: the receipt
//                              of what waits for a network
//   script#rules               the rules, as rules.js wants them
//   script#given               answers that may be read but not changed here, for the rules
//   script#around              what else the rules read, what locked questions keep, and where to ask how often something was answered
//   [data-section=KEY], [data-remark=N], [data-locked], [data-allowed]   what rules skip, say, lock and limit
import { settle } from "../rules.js";
import { choosing } from "./choosing.js";
import { earlier } from "./earlier.js";
import { keep, received } from "./kept.js";
import { paginate } from "./pages.js";
import { rows } from "./rows.js";
import { saveLater } from "./saved.js";
import { guard } from "./sending.js";
import { apply } from "./settled.js";
import { uploading } from "./uploading.js";
import { answered, answers } from "./values.js";
import { work } from "./work.js";

function told(id) {
  const script = document.getElementById(id);
  return script ? JSON.parse(script.textContent) : null;
}

/** Makes it show what the rules say of what is typed; hands back how to begin, once what was kept is in it again. */
function follow(form) {
  const rules = told("rules");
  const given = told("given");
  const beside = told("around") ?? {};
  // A question that a rule gives back to the person has its own words again, and they count.
  const settled = () => {
    for (let again = rules !== null; again; ) again = apply(form, settle(rules, { ...given, ...answered(look()) }, beside));
  };
  let seen;
  const look = () => {
    const now = answers(form);
    seen = JSON.stringify(now);
    return now;
  };
  // Browsers put back what was typed after scripts like this one have run.
  const putBack = () => {
    const before = seen;
    look();
    if (seen !== before) settled();
  };
  choosing(form);
  rows(form, settled);
  addEventListener("pageshow", putBack);
  return () => {
    settled();
    if (beside.counts) earlier(form, beside.counts, beside.around, settled);
    form.addEventListener("input", settled);
    form.addEventListener("change", settled);
  };
}

function fill(form) {
  const begin = follow(form);
  uploading(form);
  const kept = keep(form);
  work(form);
  begin();
  saveLater(form, kept);
  guard(form, paginate(form), kept);
}

/** A word that is said beside a form, until it stands on the record. */
function remember(form) {
  const kept = keep(form);
  form.addEventListener("submit", () => kept.sent());
}

/** The page says that what was sent has arrived: in words, or by leading to where it stands now. */
function hasArrived() {
  if (document.querySelector(".celebrate")) return true;
  const [visit] = performance.getEntriesByType("navigation");
  return visit?.type === "navigate" && (document.querySelector(".notice-good") || /^#(latest|people|item-)/.test(location.hash));
}

export function start() {
  if (hasArrived()) received();
  document.querySelectorAll("form[data-fill]").forEach(fill);
  document.querySelectorAll("form[data-keep]:not([data-fill])").forEach(remember);
  tryOut();
}

/** Forms that are only tried, also where htmx has brought them: each once. */
export function tryOut() {
  for (const form of document.querySelectorAll('form[data-ruled=""]')) {
    form.dataset.ruled = "now";
    follow(form)();
  }
}
