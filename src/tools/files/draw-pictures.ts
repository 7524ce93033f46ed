// Pages of a PDF and files that are pictures → pictures that a model can be shown. Runs in a worker only.
import { createCanvas, loadImage, type Canvas } from '@napi-rs/canvas';
import { toReason } from '../../base/errors.ts';
import { findPart } from './find-part.ts';
import { openPdf } from './open-pdf.ts';
import { pictureSize } from './picture-size.ts';
import { pictureTypeOf, type DrawnPictures, type WantedPicture } from './picture.ts';

/** What models that see look at: more pixels are made fewer by them, and paid for. */
const LONGEST_SIDE = 1_568;
/** A page is drawn as if it had 200 dots an inch at most: nothing is gained by making a stamp large. */
const MOST_SCALE = 200 / 72;
const LARGEST_PIXELS = 60_000_000;
const LARGEST_BYTES = 700_000;

type Drawn = DrawnPictures[number];

/** Contract: one for each that is wanted, in the same order; what cannot be drawn says why. */
export async function drawPictures(
  bytes: Uint8Array,
  wanted: readonly WantedPicture[],
): Promise<DrawnPictures> {
  const drawn: Drawn[] = [];
  for (const one of wanted) {
    try {
      const within = [one.part, one.picture].filter((path) => path !== undefined).join('/');
      const found = within === '' ? bytes : await findPart(bytes, within);
      drawn.push(
        found === undefined ? failed('it is not in the file any more') : await draw(found, one.page),
      );
    } catch (thrown) {
      // Each library has faults of its own for what is broken.
      drawn.push(failed(`it cannot be drawn (${toReason(thrown).slice(0, 200)})`));
    }
  }
  return drawn;
}

async function draw(bytes: Uint8Array, page: number): Promise<Drawn> {
  if (pictureTypeOf(bytes) === undefined) return drawPage(bytes, page);
  const size = pictureSize(bytes);
  if (size === undefined) return failed('it is broken');
  if (size.width * size.height > LARGEST_PIXELS)
    return failed(`it has ${size.width} × ${size.height} pixels, more than can be shown`);
  const image = await loadImage(Buffer.from(bytes));
  const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
  const canvas = whiteCanvas(image.width * scale, image.height * scale);
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  return toJpeg(canvas);
}

/** What is used of a page: its own types lean on a browser's canvas, which this program does not have. */
interface DrawablePage {
  getViewport(size: { readonly scale: number }): { readonly width: number; readonly height: number };
  render(to: { readonly canvas: unknown; readonly viewport: unknown }): {
    readonly promise: Promise<unknown>;
  };
  cleanup(): unknown;
}

async function drawPage(bytes: Uint8Array, number: number): Promise<Drawn> {
  const loading = await openPdf(bytes);
  try {
    const page: DrawablePage = await (await loading.promise).getPage(number);
    const plain = page.getViewport({ scale: 1 });
    const scale = Math.min(MOST_SCALE, LONGEST_SIDE / Math.max(plain.width, plain.height, 1));
    const viewport = page.getViewport({ scale });
    const canvas = whiteCanvas(viewport.width, viewport.height);
    await page.render({ canvas, viewport }).promise;
    page.cleanup();
    return toJpeg(canvas);
  } finally {
    await loading.destroy();
  }
}

function whiteCanvas(width: number, height: number): Canvas {
  const canvas = createCanvas(Math.max(1, Math.round(width)), Math.max(1, Math.round(height)));
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas;
}

function toJpeg(canvas: Canvas): Drawn {
  for (const quality of [85, 60, 35]) {
    const bytes = canvas.toBuffer('image/jpeg', quality);
    if (bytes.length <= LARGEST_BYTES) return { kind: 'drawn', bytes: new Uint8Array(bytes) };
  }
  return failed('it is larger than can be shown');
}

function failed(reason: string): Drawn {
  return { kind: 'failed', reason };
}
