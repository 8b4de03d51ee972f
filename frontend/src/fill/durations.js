// Lengths of time as people write them, by the same rule as schemas/fields/duration.py: 1:30 · 90 min · 1.5 h · 2天
const HOUR = 60;
const DAY = 24 * HOUR;
const MOST = 100 * 366 * DAY;

const UNITS = {
  ...all(DAY, "d day days 天 日"),
  ...all(HOUR, "h hr hrs hour hours 小时 时 钟头 个小时 个钟头"),
  ...all(1, "m min mins minute minutes 分 分钟"),
};

const named = Object.keys(UNITS).sort((one, other) => other.length - one.length).join("|");
const CLOCK = /^([0-9]{1,6}):([0-5]?[0-9])$/;
const BARE = /^[0-9]{1,9}(?:\.[0-9]{1,6})?$/;
const TERM = new RegExp(`\\s*([0-9]{1,9}(?:\\.[0-9]{1,6})?|半)\\s*(${named})`, "iy");

function all(minutes, names) {
  return Object.fromEntries(names.split(" ").map((name) => [name, minutes]));
}

function terms(text) {
  let total = 0;
  TERM.lastIndex = 0;
  for (let at = 0; at < text.length; at = TERM.lastIndex) {
    const found = TERM.exec(text);
    if (!found) return null;
    total += (found[1] === "半" ? 0.5 : Number(found[1])) * UNITS[found[2].toLowerCase()];
  }
  return total;
}

function minutes(text, unit) {
  const clock = CLOCK.exec(text);
  if (clock) return Number(clock[1]) * HOUR + Number(clock[2]);
  return BARE.test(text) ? Number(text) * UNITS[unit] : terms(text);
}

/** Whole minutes, or null where the text says none; `unit` is what a number alone counts. */
export function durationOf(text, unit = "minutes") {
  const plain = text.normalize("NFKC").trim();
  if (plain === "" || plain.length > 60) return null;
  const found = minutes(plain, unit);
  const whole = found === null ? null : Math.round(found * 1e6) / 1e6;
  return Number.isInteger(whole) && whole <= MOST ? whole : null;
}

/** As it stands in the box: 1:30. */
export const clockOf = (minutes) => `${Math.floor(minutes / HOUR)}:${String(minutes % HOUR).padStart(2, "0")}`;
