/** A picture in pixels of an SVG document, drawn by the browser itself. */

/** Pixels for each of the document's own. */
const density = 2;

/** @param svg a whole document that loads nothing @throws where the browser cannot draw it */
export async function pngOf(svg: string): Promise<Uint8Array> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = density * image.naturalWidth;
  canvas.height = density * image.naturalHeight;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("The browser could not make a picture of this figure.");
  return new Uint8Array(await blob.arrayBuffer());
}
