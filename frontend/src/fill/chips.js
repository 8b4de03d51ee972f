// Those who were chosen, as ticked boxes: whoever is unticked goes.

/** Adds one to the list of a question, unless it is there; it is ticked in any case. */
export function addChip(list, name, key, label = key) {
  const there = [...list.querySelectorAll("input")].find((one) => one.value === key);
  if (there) {
    there.checked = true;
    return there;
  }
  const box = Object.assign(document.createElement("input"), { type: "checkbox", className: "check", name, value: key, checked: true });
  const words = Object.assign(document.createElement("span"), { textContent: label });
  const chip = Object.assign(document.createElement("label"), { className: "chip" });
  chip.append(box, words);
  const line = document.createElement("li");
  line.append(chip);
  list.append(line);
  return box;
}

/** Draws those who were chosen on an earlier visit; the last of the pairs of a name is what stood in the box itself. */
export function redraw(form, pairs) {
  for (const list of form.querySelectorAll("[data-chosen]")) {
    const box = list.parentElement.querySelector("input[data-several]");
    const keys = pairs.filter(([name]) => name === box?.name).map(([, key]) => key);
    for (const key of keys.slice(0, -1)) if (key !== "") addChip(list, box.name, key);
  }
}
