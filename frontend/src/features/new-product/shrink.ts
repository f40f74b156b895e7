// A photo for the API: phones make larger files than a request may have.

/** The API's own limits: bytes, and pixels. */
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_PIXELS = 24_000_000;
/** The longest side of what is sent; the API stores a smaller one. */
const SIDE = 2_400;
const QUALITY = 0.9;

/** The photo as it is where the API takes it, else a smaller JPEG. What the browser cannot open is sent as it is: the API says what is wrong. */
export async function shrunk(photo: Blob): Promise<Blob> {
  const opened = await createImageBitmap(photo, { imageOrientation: "from-image" }).catch(() => undefined);
  if (!opened) return photo;
  const { width, height } = opened;
  const known = ["image/jpeg", "image/png", "image/webp"].includes(photo.type);
  if (known && photo.size <= MOST_BYTES && width * height <= MOST_PIXELS) {
    opened.close();
    return photo;
  }
  const scale = Math.min(1, SIDE / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d")?.drawImage(opened, 0, 0, canvas.width, canvas.height);
  opened.close();
  return (await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY))) ?? photo;
}
