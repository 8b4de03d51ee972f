// Ticking several fields: all of a page at once, their number beside what is to become of them, which folds on a phone.
const boxes = (within) => [...within.querySelectorAll(".field-row-tick input")];

document.addEventListener("change", ({ target }) => {
  if (target.matches?.("[data-all]")) for (const one of boxes(target.closest("section"))) one.checked = target.checked;
  if (target.closest?.("section") && document.getElementById("several")) settle();
});

function settle() {
  const form = document.getElementById("several");
  if (!form) return;
  const ticked = boxes(document).filter((one) => one.checked).length;
  const count = form.querySelector("[data-ticked-count]");
  count.textContent = ticked;
  count.hidden = !ticked;
  for (const button of form.querySelectorAll(".actionbar button")) button.disabled = !ticked;
  for (const all of document.querySelectorAll("[data-all]")) {
    const of = boxes(all.closest("section"));
    all.checked = of.length > 0 && of.every((one) => one.checked);
  }
}

function begin() {
  const fold = document.querySelector("[data-fold-on-phones]");
  if (fold && !matchMedia("(min-width: 960px)").matches) fold.open = false;
  settle();
}

document.addEventListener("htmx:afterSettle", begin);
begin();
