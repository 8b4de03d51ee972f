// Reads barcodes and QR codes from a picture, for browsers that cannot. Fetched only when somebody scans.
import BarcodeFormat from "@zxing/library/esm/core/BarcodeFormat.js";
import BinaryBitmap from "@zxing/library/esm/core/BinaryBitmap.js";
import DecodeHintType from "@zxing/library/esm/core/DecodeHintType.js";
import HybridBinarizer from "@zxing/library/esm/core/common/HybridBinarizer.js";
import MultiFormatOneDReader from "@zxing/library/esm/core/oned/MultiFormatOneDReader.js";
import QRCodeReader from "@zxing/library/esm/core/qrcode/QRCodeReader.js";
import RGBLuminanceSource from "@zxing/library/esm/core/RGBLuminanceSource.js";

const LINEAR = {
  ean_13: BarcodeFormat.EAN_13,
  ean_8: BarcodeFormat.EAN_8,
  upc_a: BarcodeFormat.UPC_A,
  code_128: BarcodeFormat.CODE_128,
};
const WIDEST = 800;

function readers(formats) {
  const linear = formats.filter((one) => one in LINEAR).map((one) => LINEAR[one]);
  const hints = new Map([
    [DecodeHintType.POSSIBLE_FORMATS, linear],
    [DecodeHintType.TRY_HARDER, true],
  ]);
  return [
    ...(linear.length ? [new MultiFormatOneDReader(hints)] : []),
    ...(formats.includes("qr_code") ? [new QRCodeReader()] : []),
  ];
}

/** What a video shows now, in shades of grey, no wider than is needed. */
function greys(video, canvas) {
  const scale = Math.min(1, WIDEST / video.videoWidth);
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  brush.drawImage(video, 0, 0, canvas.width, canvas.height);
  const { data } = brush.getImageData(0, 0, canvas.width, canvas.height);
  const found = new Uint8ClampedArray(data.length / 4);
  for (let at = 0; at < found.length; at += 1) {
    found[at] = (data[4 * at] * 306 + data[4 * at + 1] * 601 + data[4 * at + 2] * 117) >> 10;
  }
  return new RGBLuminanceSource(found, canvas.width, canvas.height);
}

/** For formats by the names of BarcodeDetector, what looks at a video and gives the text of a code, or null. */
globalThis.formloomReader = (formats) => {
  const all = readers(formats);
  const canvas = document.createElement("canvas");
  return async (video) => {
    if (!video.videoWidth) return null;
    const picture = new BinaryBitmap(new HybridBinarizer(greys(video, canvas)));
    for (const one of all) {
      try {
        return one.decode(picture).getText();
      } catch {
        one.reset(); // no code in this picture, or none that can be read
      }
    }
    return null;
  };
};
