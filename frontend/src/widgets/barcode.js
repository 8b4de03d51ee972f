// A code is read from the camera: by the browser where it can, else by a reader that is fetched when it is wanted.

const FORMATS = { ean: ["ean_13", "ean_8", "upc_a"], code128: ["code_128"], qr: ["qr_code"] };
const PAUSE = 150; // milliseconds between two looks

let fetching;

/** The reader in scanner.js, which leaves its door in `formloomReader`. */
function fetchedReader(address) {
  fetching ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", () => resolve(globalThis.formloomReader));
    script.addEventListener("error", () => {
      fetching = undefined;
      reject(new Error(address));
    });
    document.head.append(script);
  });
  return fetching;
}

/** What looks at a video and gives the text of a code, or null. */
async function reader(formats, address) {
  const wanted = formats.flatMap((one) => FORMATS[one]);
  const known = await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => []);
  if (known && wanted.every((one) => known.includes(one))) {
    const detector = new BarcodeDetector({ formats: wanted });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
  }
  const make = await fetchedReader(address);
  return make(wanted);
}

async function scan(box, dialog, found) {
  const video = dialog.querySelector("video");
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const stop = () => stream.getTracks().forEach((track) => track.stop());
  dialog.addEventListener("close", stop, { once: true });
  dialog.showModal();
  try {
    const look = await reader(box.dataset.formats.split(" "), box.dataset.reader);
    video.srcObject = stream;
    await video.play();
    while (dialog.open) {
      const text = await look(video).catch(() => null);
      if (text) {
        dialog.close();
        found(text);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  } finally {
    dialog.close();
  }
}

export function start(question) {
  const box = question.querySelector(".scan");
  const button = box?.querySelector("[data-scan]");
  if (!button?.hidden || !navigator.mediaDevices?.getUserMedia) return;
  const input = box.querySelector("input");
  const dialog = question.querySelector("dialog");
  const status = question.querySelector("[data-said]");
  const found = (text) => {
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    status.textContent = box.dataset.read.replace("{code}", text);
    input.focus();
  };
  button.addEventListener("click", async () => {
    button.setAttribute("aria-busy", "true");
    status.textContent = "";
    await scan(box, dialog, found).catch(() => (status.textContent = box.dataset.denied));
    button.removeAttribute("aria-busy");
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  button.hidden = false;
}
