// Several are ticked at once.
//   form[data-ticking]   a box [data-all] in it ticks all its boxes, and stands for whether all of them are ticked
//   form[data-ticked]    can be sent once one of its boxes is ticked; a list does not renew itself while one is

const boxes = (form) => [...form.elements].filter((one) => one.name === "task");

function settle(form) {
  const all = form.querySelector("[data-all]");
  const ticked = boxes(form).filter((one) => one.checked).length;
  if (all) {
    all.checked = ticked === boxes(form).length;
    all.indeterminate = ticked > 0 && !all.checked;
  }
  for (const button of form.querySelectorAll("button:not([hidden])")) button.disabled = !ticked;
}

export function tickTogether() {
  document.addEventListener("change", ({ target }) => {
    const form = target.form?.closest("[data-ticking], [data-ticked]");
    if (!form) return;
    if (target.matches("[data-all]")) for (const one of boxes(form)) one.checked = target.checked;
    settle(form);
  });
  const settleAll = () => document.querySelectorAll("[data-ticking], [data-ticked]").forEach(settle);
  document.addEventListener("htmx:afterSettle", settleAll);
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.querySelector?.("input[form=together]:checked")) event.preventDefault();
  });
  settleAll();
}
