// What this device keeps in IndexedDB: what waits to be sent, and the files of forms that are being filled in.
import { clear, createStore, del, entries, get, set } from "idb-keyval";

const store = (name) => {
  let opened;
  return () => (opened ??= createStore(`formloom-${name}`, name));
};

function shelf(name) {
  const at = store(name);
  return {
    get: (key) => get(key, at()),
    put: (key, value) => set(key, value, at()),
    drop: (key) => del(key, at()),
    all: async () => (await entries(at())).map(([, value]) => value),
    clear: () => clear(at()),
  };
}

/** By idempotency key. See queue.js. */
export const waiting = shelf("waiting");

/** By the name under which the form is kept: `{who, files: [[control, File]]}`. */
export const files = shelf("files");
