// One file on its way to the server, in pieces: it is announced, then goes piece by piece, and on from where the line
// broke. runtime/web/forms/upload_pieces.py is the other end.
import { freshToken } from "../offline/delivery.js";

const PIECE = 512 * 1024;
const MOST_TRIES = 6;
const PATIENCE = 60_000;
const PIECE_TYPE = "application/offset+octet-stream";
const [CONFLICT, REFUSED, STALE] = [409, 422, 400];

/** The server has looked at the file and does not take it; the message says why. */
export class Refused extends Error {}

/** Where the files of a form go: beside the link by which it was opened, else to the door of who is signed in. */
function doorOf(form) {
  const path = new URL(form.getAttribute("action") || location.href, location.href).pathname;
  return `${/^\/[fc]\/[^/]+/.exec(path)?.[0] ?? ""}/uploads`;
}

function pause(tries, signal) {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      removeEventListener("online", go);
      signal.removeEventListener("abort", go);
      resolve();
    };
    const timer = setTimeout(go, Math.min(1000 * 2 ** tries, 20_000));
    addEventListener("online", go);
    signal.addEventListener("abort", go);
  });
}

class Transfer {
  constructor(form, file, { tell, signal }) {
    Object.assign(this, { form, file, tell, signal });
    this.token = form.elements.csrf_token?.value ?? "";
  }

  /** The answer of the server as `{status, body, place}`; null where the line broke. */
  async ask(address, options) {
    const given = AbortSignal.any ? AbortSignal.any([this.signal, AbortSignal.timeout(PATIENCE)]) : this.signal;
    try {
      const headers = { "X-CSRFToken": this.token, Accept: "application/json", ...options.headers };
      const answer = await fetch(address, { ...options, headers, credentials: "same-origin", signal: given });
      const isJson = /\bjson\b/.test(answer.headers.get("content-type") ?? "");
      return { status: answer.status, body: isJson ? await answer.json() : null, place: answer.headers.get("location") };
    } catch {
      return null;
    }
  }

  /** As `ask`, again and again while the line is broken or the server is down; null when it is given up. */
  async insist(address, options) {
    for (let tries = 0; tries < MOST_TRIES && !this.signal.aborted; tries += 1) {
      const answer = await this.ask(address, options);
      if (answer?.status === STALE && tries === 0) this.token = (await freshToken())?.csrf_token ?? this.token;
      else if (answer && answer.status < 500) return answer;
      if (tries || !answer) this.tell("waiting");
      if (tries || !answer) await pause(tries, this.signal);
    }
    return null;
  }

  announce() {
    const body = new URLSearchParams({ name: this.file.name, size: this.file.size });
    const { _page: page } = this.form.elements;
    if (page) body.set("_page", page.value);
    return this.insist(doorOf(this.form), { method: "POST", body });
  }

  piece(place, offset) {
    const headers = { "Upload-Offset": String(offset), "Content-Type": PIECE_TYPE };
    return this.insist(place, { method: "PATCH", headers, body: this.file.slice(offset, offset + PIECE) });
  }

  giveUp(place) {
    fetch(place, { method: "DELETE", keepalive: true, headers: { "X-CSRFToken": this.token, "Content-Type": PIECE_TYPE } }).catch(() => {});
  }

  async run() {
    let answer = await this.announce();
    const place = answer?.place;
    while (answer?.body && !this.signal.aborted) {
      if (answer.status === REFUSED) throw new Refused(answer.body.problems?.[0]?.message ?? answer.body.detail);
      if (answer.status >= 400 && answer.status !== CONFLICT) return null;
      if (answer.body.file) return answer.body.file;
      const { offset, size } = answer.body;
      this.tell(offset === size ? "looking" : "sending", offset / size);
      answer = await this.piece(place, offset);
    }
    if (place && this.signal.aborted) this.giveUp(place);
    return null;
  }
}

/**
 * Sends `file` for `form`. Gives `{id, name, size, type}`, or null where it cannot go now: it then goes with the form.
 * `tell(state, part)` hears how it stands: "sending" with the part that is there, "looking", "waiting". Throws Refused.
 */
export const transfer = (form, file, options) => new Transfer(form, file, options).run();
