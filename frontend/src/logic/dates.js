// The operators that calculate with dates, as schemas/logic/dates.py has them: ISO texts, of which only the day counts.
const ISO = /^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T.*)?$/s;
const DAY = 86_400_000;
const FIRST = daysTo(1, 0, 1);
const LAST = daysTo(9999, 11, 31);

/** Days since 1970; months from 0. `Date.UTC` takes the years up to 99 for later ones. */
function daysTo(year, month, day) {
  return new Date(0).setUTCFullYear(year, month, day) / DAY;
}

/** The day of an ISO text as a Date in UTC, or null. */
function read(value) {
  const found = typeof value === "string" ? ISO.exec(value) : null;
  if (!found) return null;
  const [year, month, day] = found.slice(1).map(Number);
  const date = new Date(daysTo(year, month - 1, day) * DAY);
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date : null;
}

/** A number without its fraction, as `+` takes it; null for what is none. */
function whole(value) {
  const number = parseFloat(value);
  return Number.isFinite(number) ? Math.trunc(number) : null;
}

const written = (days) => (days >= FIRST && days <= LAST ? new Date(days * DAY).toISOString().slice(0, 10) : null);

function days(start, end) {
  const [first, last] = [read(start), read(end)];
  return first && last ? (last - first) / DAY : null;
}

function addDays(start, count) {
  const [first, more] = [read(start), whole(count)];
  return first && more !== null ? written(first / DAY + more) : null;
}

/** The same day of another month, or its last day where it is shorter. */
function addMonths(start, count) {
  const [first, more] = [read(start), whole(count)];
  if (!first || more === null) return null;
  const months = first.getUTCFullYear() * 12 + first.getUTCMonth() + more;
  const [year, month] = [Math.floor(months / 12), ((months % 12) + 12) % 12];
  if (!(year >= 1 && year <= 9999)) return null;
  const longest = new Date(daysTo(year, month + 1, 0) * DAY).getUTCDate();
  return written(daysTo(year, month, Math.min(first.getUTCDate(), longest)));
}

function part(of) {
  return (value) => {
    const date = read(value);
    return date && of(date);
  };
}

export const DATES = {
  days,
  add_days: addDays,
  add_months: addMonths,
  year: part((date) => date.getUTCFullYear()),
  month: part((date) => date.getUTCMonth() + 1),
  day: part((date) => date.getUTCDate()),
  weekday: part((date) => date.getUTCDay() || 7),
};
