// A plan by keyboard: up and down from activity to activity, left and right a day, with Shift its end.
const ACTS = { z: "undo", Enter: "keep" };

/** Keeping, discarding and undoing, wherever on the page somebody is. */
export function actOn(event) {
  if (event.defaultPrevented || event.target.closest("input, select, textarea")) return;
  const name = event.ctrlKey || event.metaKey ? ACTS[event.key] : event.key === "Escape" && "discard";
  const button = name && document.querySelector(`#plan [data-plan-act="${name}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
}

export function keysOn(chart) {
  const { frame, titles } = chart;
  const linked = titles.filter((title) => title.querySelector("a"));
  const current = linked.find((title) => title.querySelector("a[aria-current]")) ?? linked[0];
  for (const title of linked) title.querySelector("a").tabIndex = title === current ? 0 : -1;

  const rowOf = (target) => chart.rows.get(target.closest?.(".gantt-title")?.dataset.id);

  function go(title) {
    if (!title) return;
    for (const one of linked) one.querySelector("a").tabIndex = one === title ? 0 : -1;
    title.querySelector("a").focus();
  }

  function beyond(row, key) {
    const at = linked.indexOf(row.title);
    const there = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: linked.length - 1 }[key];
    go(linked[Math.max(0, there)]);
  }

  function shift(row, by, ends) {
    if (!row.moves || (ends && !row.days)) return;
    if (ends) return chart.keepSoon(chart.sized(row, by), "resize");
    let to = chart.moved(row, by);
    for (let far = by; by < 0 && to.from >= row.from && far > -30; far -= 1) to = chart.moved(row, far);
    chart.keepSoon(to, "move");
  }

  frame.addEventListener("keydown", (event) => {
    const row = rowOf(event.target);
    if (event.altKey || event.defaultPrevented || event.target.closest("input, select, textarea, button")) return;
    if (take(event, row)) event.preventDefault();
  });

  function take(event, row) {
    const { key } = event;
    if (!row || event.ctrlKey || event.metaKey) return false;
    if (["ArrowUp", "ArrowDown", "Home", "End"].includes(key)) beyond(row, key);
    else if (key === "ArrowLeft" || key === "ArrowRight") shift(row, key === "ArrowLeft" ? -1 : 1, event.shiftKey);
    else return false;
    return true;
  }
}
