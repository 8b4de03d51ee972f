// The picture of a flow as PNG: the browser has drawn it already, so it only has to be kept.
const LARGEST = 8192; // pixels of a side that every browser can hold
const SHARP = 2;

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-as-png]");
  const image = button && document.getElementById(button.dataset.asPng);
  if (!image?.naturalWidth) return;
  const scale = Math.min(SHARP, LARGEST / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.naturalWidth * scale);
  canvas.height = Math.round(image.naturalHeight * scale);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = button.dataset.name;
    link.click();
    URL.revokeObjectURL(link.href);
  }, "image/png");
});
