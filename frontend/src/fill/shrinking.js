// Photos are made smaller on the phone, before they cost anybody's network.
const LONGEST = 2048;
const QUALITY = 0.85;
const PHOTO = /^image\/(jpeg|png|webp|heic|heif|avif)$/;

const renamed = (name) => name.replace(/(\.[^.]*)?$/, ".jpg");

function drawn(picture, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext("2d");
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

/** The photo as a JPEG of at most 2048 pixels, upright; the file as it is where that is no smaller, or cannot be done. */
export async function shrunk(file) {
  if (!PHOTO.test(file.type)) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const blob = await drawn(picture, Math.min(1, LONGEST / Math.max(picture.width, picture.height)));
    picture.close();
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], renamed(file.name), { type: blob.type, lastModified: file.lastModified });
  } catch {
    return file;
  }
}
