// Days of a chart by number: 0 is the first that is drawn. Only for what is shown while something is held; the server decides.
const DAY = 86_400_000;
export const ROW = 44; // pixels, as runtime/web/plans/gantt_paths.py has it

/** `first`: the day 0 as YYYY-MM-DD; `idle`: numbers of the days that are not worked. */
export function daysOf({ first, idle = "" }) {
  const begin = Date.parse(`${first}T00:00:00Z`);
  const off = new Set(idle.split(" ").filter(Boolean).map(Number));
  const said = new Intl.DateTimeFormat(document.documentElement.lang, { month: "short", day: "numeric", timeZone: "UTC" });
  const iso = (at) => new Date(begin + at * DAY).toISOString().slice(0, 10);

  /** The first working day on or after it; backwards, on or before. */
  function worked(at, step = 1) {
    while (off.has(at)) at += step;
    return at;
  }
  /** The last of so many working days. */
  function last(at, days) {
    for (let left = days - 1; left > 0; left -= 1) at = worked(at + 1);
    return at;
  }
  /** So many working days are there from the one to the other. */
  function between(from, to) {
    let days = 0;
    for (let at = from; at <= to; at += 1) if (!off.has(at)) days += 1;
    return days;
  }
  const words = (from, to) => said.formatRange(new Date(begin + from * DAY), new Date(begin + to * DAY));
  return { iso, worked, last, between, words };
}
