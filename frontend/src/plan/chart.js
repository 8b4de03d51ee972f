// The bars of a plan under a hand: what is held is one element above the picture, so that nothing of it is drawn anew.
// What comes of it is asked of the server, which shows it before anything is kept.
import { daysOf, ROW } from "./days.js";
import { grip } from "./grip.js";
import { keysOn } from "./keys.js";
import { go, say, send } from "./swapping.js";

const PAUSE = 450; // milliseconds after the last key until the server is asked

export function chartOn(frame) {
  const days = daysOf(frame.dataset);
  const wide = Number(frame.dataset.day);
  const picture = frame.querySelector(".gantt-picture");
  const titles = [...frame.querySelectorAll(".gantt-title")];
  const bars = [...picture.querySelectorAll(".row")];
  const rows = new Map(titles.map(rowOf).map((row) => [row.id, row]));
  let waiting = 0;

  /** Said once in the page, by the link: its title and its bar are found by it from now on. */
  function rowOf(title, number) {
    const link = title.querySelector("a");
    const id = link ? new URLSearchParams(link.search).get("activity") : `gone ${number}`;
    title.dataset.id = bars[number].dataset.id = id;
    const row = { id, number, title, link, name: title.querySelector("b").textContent };
    if (!title.dataset.place) return row;
    const [from, to, length] = title.dataset.place.split(" ").map(Number);
    return { ...row, moves: true, from, to, days: length };
  }

  const chart = {
    frame, picture, days, wide, rows, titles,
    bar: (row) => bars[row.number],
    at: (y) => rows.get(titles[Math.floor(y / ROW)]?.dataset.id),
    left: (at) => at * wide,
    width: (row) => Math.max((row.to - row.from + 1) * wide, 6),

    /** Where it would stand, `by` calendar days further. */
    moved(row, by) {
      const from = Math.max(days.worked(Math.max(row.from + by, 0)), 0);
      return { ...row, from, to: row.days ? days.last(from, row.days) : from };
    },
    /** Or with its end `by` calendar days further. */
    sized(row, by) {
      const to = Math.max(days.worked(row.to + by, by < 0 ? -1 : 1), row.from);
      const length = Math.max(days.between(row.from, to), 1);
      return { ...row, days: length, to: days.last(row.from, length) };
    },
    said: (row) => `${row.name}: ${days.words(row.from, row.to)}`,

    keep(row, how) {
      Object.assign(rows.get(row.id), row);
      clearTimeout(waiting);
      waiting = 0;
      ask({ activity: row.id, act: how, start: days.iso(row.from), days: row.days, other: "" });
    },
    /** The same after a pause, for keys that are pressed one after the other. */
    keepSoon(row, how) {
      Object.assign(rows.get(row.id), row);
      say(chart.said(row));
      held.place(rows.get(row.id));
      clearTimeout(waiting);
      waiting = setTimeout(() => frame.isConnected && chart.keep(row, how), PAUSE);
    },
    link: (source, target) => ask({ activity: target.id, act: "link", start: "", days: "", other: source.id }),
    open: (row) => row.link && go(row.link.href),
  };

  function ask(values) {
    const form = document.getElementById("plan-act");
    for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
    send(form);
  }

  frame.classList.add("is-live");
  const held = grip(chart);
  keysOn(chart);
  frame.addEventListener("click", (event) => {
    const link = event.target.closest(".gantt-title a");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go(link.href);
  });
  begin(frame, picture, bars[titles.findIndex((title) => title.matches(".is-open"))]);
}

/** A chart that was not moved yet opens where today is, or where it begins. */
function begin(frame, picture, open) {
  if (frame.scrollLeft || frame.scrollTop) return;
  const bar = open?.querySelector(".bar");
  if (bar) frame.scrollTop = bar.getBBox().y - frame.clientHeight / 2;
  const mark = bar ?? picture.querySelector(".today");
  if (!mark) return;
  frame.scrollLeft = mark.getBBox().x - (frame.clientWidth - picture.getBoundingClientRect().left + frame.getBoundingClientRect().left) / 3;
}
