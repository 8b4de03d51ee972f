// Something is recorded: what is recorded becomes a file that is chosen. Where no microphone is open to us, files are.
import { add } from "../fill/chooser.js";

const ENDINGS = { "audio/webm": ".weba", "audio/mp4": ".m4a", "audio/ogg": ".ogg" };
const SECOND = 1000;

const kindOf = () => Object.keys(ENDINGS).find((kind) => MediaRecorder.isTypeSupported(kind));
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

class Recorder {
  constructor(question, box) {
    Object.assign(this, { box, chooser: question.querySelector("input[type=file]") });
    for (const name of ["record", "stop", "time", "heard", "barred-says"]) this[name] = box.querySelector(`[data-${name}]`);
    this.record.addEventListener("click", () => this.begin());
    this.stop.addEventListener("click", () => this.recorder?.stop());
  }

  async begin() {
    const kind = kindOf();
    this["barred-says"].textContent = "";
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      this["barred-says"].textContent = this.box.dataset.barred;
      return;
    }
    const pieces = [];
    this.recorder = new MediaRecorder(this.stream, { mimeType: kind });
    this.recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
    this.recorder.addEventListener("stop", () => this.end(pieces, kind), { once: true });
    this.recorder.start();
    this.count();
    this.turn(true);
    this.stop.focus();
  }

  count() {
    const began = Date.now();
    const tick = () => {
      const seconds = Math.floor((Date.now() - began) / SECOND);
      this.time.textContent = clock(seconds);
      if (seconds >= Number(this.box.dataset.longest)) this.recorder.stop();
    };
    tick();
    this.ticking = setInterval(tick, SECOND / 4);
  }

  turn(isOn) {
    this.record.hidden = isOn;
    this.stop.hidden = !isOn;
    this.time.hidden = !isOn;
    this.heard.hidden = isOn;
  }

  end(pieces, kind) {
    clearInterval(this.ticking);
    this.stream.getTracks().forEach((track) => track.stop());
    const at = new Date().toTimeString().slice(0, 5).replace(":", "-");
    const file = new File(pieces, `${this.box.dataset.called} ${at}${ENDINGS[kind]}`, { type: kind });
    URL.revokeObjectURL(this.heard.src);
    this.heard.src = URL.createObjectURL(file);
    this.turn(false);
    this.record.focus();
    add(this.chooser, file);
  }
}

export function start(question) {
  const box = question.querySelector("[data-recorder]");
  if (!box?.hidden || !globalThis.MediaRecorder || !navigator.mediaDevices || !kindOf()) return;
  box.hidden = false;
  new Recorder(question, box);
}
