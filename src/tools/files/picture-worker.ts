// Draws pages and pictures small enough to be shown to a model, in a thread that can be ended.
import { parentPort } from 'node:worker_threads';
import { drawPictures } from './draw-pictures.ts';
import { DrawWork } from './picture.ts';

parentPort?.on('message', (message: unknown) => {
  const { bytes, wanted } = DrawWork.parse(message);
  void drawPictures(bytes, wanted).then((drawn) => parentPort?.postMessage(drawn, []));
});
