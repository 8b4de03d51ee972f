// A signature is drawn: what is drawn becomes the picture that is chosen, so that it is kept, sent and restored like any file.
import SignaturePad from "signature_pad";
import { changed, put } from "../fill/chooser.js";

const NAME = "signature.png";
const [PAPER, INK] = ["#ffffff", "#16202c"];

class Pad {
  constructor(question, box) {
    this.question = question;
    this.chooser = question.querySelector("input[type=file]");
    this.canvas = box.querySelector("canvas");
    this.picture = null;
    this.pad = new SignaturePad(this.canvas, { backgroundColor: PAPER, penColor: INK });
    this.pad.addEventListener("endStroke", () => this.take());
    box.querySelector("[data-clear]").addEventListener("click", () => this.clear());
    this.chooser.addEventListener("change", () => this.bringBack());
    new ResizeObserver(() => this.fit()).observe(this.canvas);
    this.bringBack();
  }

  /** As sharp as the screen; what was drawn stays. */
  fit() {
    const ratio = Math.max(devicePixelRatio, 1);
    const [width, height] = [this.canvas.clientWidth * ratio, this.canvas.clientHeight * ratio].map(Math.round);
    if (!width || (width === this.canvas.width && height === this.canvas.height)) return;
    const strokes = this.pad.toData();
    Object.assign(this.canvas, { width, height });
    this.canvas.getContext("2d").scale(ratio, ratio);
    this.pad.clear();
    this.drawPicture();
    this.pad.fromData(strokes, { clear: false });
  }

  drawPicture() {
    if (!this.picture) return;
    const { clientWidth, clientHeight } = this.canvas;
    const scale = Math.min(clientWidth / this.picture.width, clientHeight / this.picture.height);
    this.canvas.getContext("2d").drawImage(this.picture, 0, 0, this.picture.width * scale, this.picture.height * scale);
  }

  /** An earlier picture is no longer the answer. */
  letGo() {
    for (const box of this.question.querySelectorAll(".files [type=checkbox]")) box.checked = false;
  }

  async take() {
    if (this.question.hasAttribute("data-locked")) return;
    const blob = await new Promise((resolve) => this.canvas.toBlob(resolve, "image/png"));
    this.letGo();
    this.mine = new File([blob], NAME, { type: "image/png" });
    put(this.chooser, [this.mine]);
    changed(this.chooser);
  }

  clear() {
    this.picture = null;
    this.pad.clear();
    this.letGo();
    put(this.chooser, []);
    changed(this.chooser);
  }

  /** A picture that was kept from an earlier visit is seen again. */
  async bringBack() {
    const [file] = this.chooser.files;
    if (!file || file === this.mine) return;
    this.mine = file;
    this.picture = await createImageBitmap(file).catch(() => null);
    this.pad.clear();
    this.drawPicture();
  }
}

export function start(question) {
  const box = question.querySelector("[data-pad]");
  if (!box?.hidden) return;
  box.hidden = false;
  question.querySelector("[data-picture]").hidden = true;
  new Pad(question, box);
}
