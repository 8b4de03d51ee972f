/** What the value itself holds under this step of a path, without what JavaScript lends to it. */
function held(value, step) {
  return value !== null && value !== undefined && Object.hasOwn(Object(value), step) ? value[step] : undefined;
}

/** What the value holds at the end of a path such as `client.name`. */
export function heldAt(value, path) {
  for (const step of String(path).split(".")) {
    value = held(value, step);
    if (value === undefined) break;
  }
  return value;
}
