// Files go out as soon as they are chosen, while the rest is still being filled in. What cannot go now stays where it was
// chosen and goes with the form; what has gone stands there as a ticked box with its id, as the server itself draws it.
//
// What the markup says (templates/form/files.html):
//   input[type=file][data-uploads]   a place where files are chosen; data-shrink: photos are made smaller first
//   template[data-upload]            a line for a file on its way, with progress, [data-name], [data-say], [data-cancel]
//   [data-say]                       its words: data-sending, data-looking, data-waiting
import { changed, put } from "./chooser.js";
import { drawUploaded } from "./restored.js";
import { shrunk } from "./shrinking.js";
import { Refused, transfer } from "./transfer.js";

const seen = new WeakSet();
const underWay = new Map();

function lineFor(chooser, file, cancel) {
  const question = chooser.closest("[data-field]");
  const line = question.querySelector("template[data-upload]").content.firstElementChild.cloneNode(true);
  line.querySelector("[data-name]").textContent = file.name;
  const bar = line.querySelector("progress");
  bar.setAttribute("aria-label", file.name);
  line.querySelector("[data-cancel]").addEventListener("click", cancel);
  const say = line.querySelector("[data-say]");
  const tell = (state, part) => {
    if (part !== undefined) bar.value = part;
    if (say.textContent !== say.dataset[state]) say.textContent = say.dataset[state];
  };
  tell("sending", 0);
  question.querySelector("[data-uploading]").append(line);
  return { line, tell };
}

/** Why it was not taken, in the place of its progress, until somebody has read it. */
function refuse(line, words) {
  line.querySelector("progress").remove();
  line.classList.add("upload-refused");
  const say = line.querySelector("[data-say]");
  say.setAttribute("role", "alert");
  say.textContent = words;
  line.querySelector("[data-cancel]").addEventListener("click", () => line.remove());
}

function takeOut(chooser, file) {
  put(chooser, [...chooser.files].filter((one) => one !== file));
}

function arrived(form, chooser, file, { id, name }) {
  takeOut(chooser, file);
  const question = chooser.closest("[data-field]");
  if (!chooser.multiple) question.querySelectorAll(".files [type=checkbox]:checked").forEach((box) => (box.checked = false));
  drawUploaded(form, [chooser.name, id, name]);
  changed(chooser);
  chooser.dispatchEvent(new CustomEvent("formloom:uploaded", { bubbles: true, detail: { file, id } }));
}

async function send(form, chooser, file) {
  const stop = new AbortController();
  const { line, tell } = lineFor(chooser, file, () => {
    stop.abort();
    line.remove();
    takeOut(chooser, file);
    changed(chooser);
  });
  underWay.set(file, { form, stop });
  try {
    const kept = await transfer(form, file, { tell, signal: stop.signal });
    line.remove();
    if (kept) arrived(form, chooser, file, kept);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    takeOut(chooser, file);
    refuse(line, error.message);
    changed(chooser);
  } finally {
    underWay.delete(file);
    if (![...underWay.values()].some((one) => one.form === form)) form.dispatchEvent(new Event("formloom:sent-files"));
  }
}

/** New files of a chooser: made smaller, put back, and sent where there is a network. */
async function taken(form, chooser) {
  const fresh = [...chooser.files].filter((file) => !seen.has(file));
  if (!fresh.length) return;
  fresh.forEach((file) => seen.add(file));
  let chosen = fresh;
  if ("shrink" in chooser.dataset) {
    chosen = await Promise.all(fresh.map(shrunk));
    chosen.forEach((file) => seen.add(file));
    const inPlace = new Map(fresh.map((file, index) => [file, chosen[index]]));
    if (chosen.some((file, index) => file !== fresh[index])) {
      put(chooser, [...chooser.files].map((file) => inPlace.get(file) ?? file));
      changed(chooser);
    }
  }
  if (!navigator.onLine || form.dataset.sending) return;
  for (const file of chosen) send(form, chooser, file);
}

/** A form does not go while its files do; without a network they go with it. */
function hold(form, event) {
  const mine = [...underWay.values()].filter((one) => one.form === form);
  if (!mine.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { submitter } = event;
  submitter?.setAttribute("aria-busy", "true");
  form.addEventListener(
    "formloom:sent-files",
    () => {
      submitter?.removeAttribute("aria-busy");
      if (form.querySelector(".upload-refused")) form.querySelector(".upload-refused [data-cancel]").focus();
      else form.requestSubmit(submitter);
    },
    { once: true },
  );
  const letGo = () => mine.forEach(({ stop }) => stop.abort());
  if (navigator.onLine) addEventListener("offline", letGo, { once: true });
  else letGo();
}

/** Makes the places of a form where files are chosen send them. */
export function uploading(form) {
  form.addEventListener("change", ({ target }) => {
    if (target.matches?.("input[type=file][data-uploads]")) taken(form, target);
  });
  form.addEventListener("submit", (event) => hold(form, event), true);
}
