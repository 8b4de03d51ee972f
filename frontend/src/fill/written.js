// Answers as text, in the language of the page: the same as the types' own `show` on the server.
const UNITS = { en: ["days", "h", "min"], zh: ["天", "小时", "分钟"] };

/** 1 h 30 min, as schemas/fields/duration.py says it. */
function duration(minutes, lang) {
  const whole = Math.abs(minutes);
  const parts = [Math.floor(whole / 1440), Math.floor((whole % 1440) / 60), whole % 60];
  const names = lang.startsWith("zh") ? UNITS.zh : [parts[0] === 1 ? "day" : "days", ...UNITS.en.slice(1)];
  const said = parts.flatMap((number, at) => (number ? [`${number} ${names[at]}`] : []));
  return (minutes < 0 ? "-" : "") + (said.join(" ") || `0 ${names[2]}`);
}

/** `format` is number, money, percent or duration; `words` a JSON object from value to words (choices, yes and no). */
export function written({ format, decimals, currency, unit, words }, value) {
  const { lang } = document.documentElement;
  if (words) return JSON.parse(words)[String(value)] ?? String(value);
  if (typeof value !== "number") return String(value);
  if (format === "duration") return duration(value, lang);
  const exact = { minimumFractionDigits: +decimals, maximumFractionDigits: +decimals };
  const places = decimals === undefined ? { maximumFractionDigits: 12 } : exact;
  const style = format === "money" && currency ? { style: "currency", currency } : {};
  const text = new Intl.NumberFormat(lang, { ...style, ...places }).format(value);
  if (format === "percent") return `${text}%`;
  return unit ? text + (/^[\p{L}\p{N}]/u.test(unit) ? ` ${unit}` : unit) : text;
}
