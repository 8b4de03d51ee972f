// What was photographed is seen beside its name, before it is sent and after.
const SIDE = 96;

async function small(file) {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return null;
  const scale = SIDE / Math.max(picture.width, picture.height);
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  canvas.className = "thumb";
  canvas.setAttribute("aria-hidden", "true");
  return canvas;
}

export function start(question) {
  if (question.dataset.thumbs) return;
  question.dataset.thumbs = "yes";
  const chooser = question.querySelector("input[type=file]");
  const waiting = Object.assign(document.createElement("div"), { className: "thumbs" });
  chooser.after(waiting);
  const draw = async () => {
    const chosen = [...chooser.files];
    const pictures = await Promise.all(chosen.map(small));
    if (chosen.every((file, index) => file === chooser.files[index]) && chosen.length === chooser.files.length) {
      waiting.replaceChildren(...pictures.filter(Boolean));
    }
  };
  chooser.addEventListener("change", draw);
  question.addEventListener("formloom:uploaded", async ({ detail: { file, id } }) => {
    const line = question.querySelector(`[data-file="${CSS.escape(id)}"]`);
    const picture = line && (await small(file));
    if (picture) line.querySelector("input").after(picture);
  });
  draw();
}
