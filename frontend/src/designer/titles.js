// A title is changed where it stands: a click on it (of a field: once its row is open, or F2), typing, Enter or leaving it
// keeps it, Escape leaves it as it was. Without a script the panels and menus do the same.
const host = (title) => title.closest("a, button");

function edit(title) {
  const form = document.getElementById("retitle");
  const shown = host(title);
  const box = document.createElement("input");
  Object.assign(box, { className: "input inline-title", value: title.dataset.text, placeholder: title.textContent });
  box.setAttribute("aria-label", form.dataset.label);
  box.lang = form.elements.lang.value;
  shown.hidden = true;
  shown.after(box);
  box.focus();
  box.select();
  box.addEventListener("blur", () => end(title, box, true));
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    end(title, box, event.key === "Enter");
  });
}

function end(title, box, keeps) {
  if (!box.isConnected || box.dataset.ended) return;
  box.dataset.ended = "yes";
  const text = box.value.trim();
  const focused = document.activeElement === box;
  box.remove();
  host(title).hidden = false;
  if (focused) host(title).focus({ preventScroll: true });
  if (keeps && text && text !== title.dataset.text) keep(title, text);
}

function keep(title, text) {
  const form = document.getElementById("retitle");
  Object.assign(title.dataset, { text });
  title.textContent = text;
  const said = { of: title.dataset.retitle, key: title.dataset.key, title: text };
  for (const [name, value] of Object.entries(said)) form.elements[name].value = value;
  form.requestSubmit();
}

const OPEN = '[aria-current="true"]';
const titleIn = (element) => element.querySelector?.("[data-retitle]");

document.addEventListener("click", (event) => {
  const title = event.target.closest?.("[data-retitle]");
  if (!title || title.closest("label") || event.ctrlKey || event.metaKey) return;
  if (title.closest("a") && !title.closest(OPEN)) return;
  event.preventDefault();
  event.stopPropagation();
  edit(title);
}, true);

document.addEventListener("keydown", (event) => {
  const link = event.target.closest?.("a");
  const title = link && titleIn(link);
  if (!title || event.altKey || !(event.key === "F2" || (event.key === "Enter" && link.matches(OPEN)))) return;
  event.preventDefault();
  edit(title);
});

// What was called as its kind is, and is named in one language now, is not named in the others yet.
document.addEventListener("input", ({ target }) => {
  const names = target.closest?.("[data-stock]");
  if (!names) return;
  names.removeAttribute("data-stock");
  for (const box of names.querySelectorAll("input, textarea")) if (box !== target) box.value = "";
});
