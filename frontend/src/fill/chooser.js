// A place where files are chosen, filled by a script.

/** Puts exactly these files into it, without a word to anybody. */
export function put(chooser, files) {
  const carrier = new DataTransfer();
  for (const file of files) carrier.items.add(file);
  chooser.files = carrier.files;
}

/** Says that somebody, or a script in their place, has changed a control. */
export const changed = (control) => ["input", "change"].forEach((type) => control.dispatchEvent(new Event(type, { bubbles: true })));

/** One file more, or in the place of the one that was there where only one is taken. */
export function add(chooser, file) {
  put(chooser, chooser.multiple ? [...chooser.files, file] : [file]);
  changed(chooser);
}
