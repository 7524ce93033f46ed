// Where files of messages lie: behind the app's token, and behind a redirect for who asks the wrong way.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, readForm, sendText } from './http.ts';
import type { State } from './state.ts';
import type { Uploads } from './uploads.ts';

interface PrivateFilesDeps {
  readonly state: State;
  readonly uploads: Uploads;
  readonly botToken: string;
  readonly mayRead: () => boolean;
}

export function createPrivateFiles({ state, uploads, botToken, mayRead }: PrivateFilesDeps) {
  return {
    /** `/files-pri/T-F/name` redirects to `/files-pri/T-F/download/name`, which wants a bearer token. */
    download(request: IncomingMessage, response: ServerResponse, path: string): void {
      const [, fileId = '', rest = ''] = /^\/files-pri\/[^/]+-([^/-]+)\/(.+)$/.exec(path) ?? [];
      if (!rest.startsWith('download/')) {
        response.writeHead(302, { location: path.replace(`${fileId}/`, `${fileId}/download/`) }).end();
        return;
      }
      const isAllowed = request.headers.authorization === `Bearer ${botToken}` && mayRead();
      if (!isAllowed) {
        // Slack sends a stranger to its sign-in page, which is HTML and says 200.
        response.writeHead(302, { location: `/signin?redir=${encodeURIComponent(path)}` }).end();
        return;
      }
      const file = state.file(fileId);
      if (file === undefined) return sendText(response, 404, 'file_not_found');
      response.writeHead(200, { 'content-type': file.mimetype, 'content-length': String(file.size) });
      response.end(Buffer.from(file.base64, 'base64'));
    },

    /** A canvas as whoever sits at the page reads it. */
    canvas(response: ServerResponse, path: string): void {
      const file = state.file(path.split('/').at(-1) ?? '');
      if (file?.canvas === undefined) return sendText(response, 404, 'There is no such canvas.');
      sendText(response, 200, `# ${file.title}\n\n${Buffer.from(file.base64, 'base64').toString('utf8')}`);
    },

    signIn(response: ServerResponse): void {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(
        '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to see this file.</body></html>',
      );
    },

    /** Raw bytes, or a form with the file in its first field. */
    async receive(request: IncomingMessage, response: ServerResponse, ticket: string): Promise<void> {
      const body = await readBody(request);
      if (body === undefined) return sendText(response, 413, 'file_too_large');
      const contentType = request.headers['content-type'] ?? '';
      const bytes = contentType.startsWith('multipart/form-data') ? await firstFile(body, contentType) : body;
      const isTaken = bytes !== undefined && uploads.receive(ticket, bytes);
      return isTaken
        ? sendText(response, 200, `OK - ${bytes.length}`)
        : sendText(response, 400, 'invalid_upload');
    },
  };
}

async function firstFile(body: Buffer, contentType: string): Promise<Buffer | undefined> {
  const fields = Object.values((await readForm(body, contentType)) ?? {});
  const file = fields.find((field) => field instanceof Blob) ?? fields[0];
  if (file === undefined) return undefined;
  return typeof file === 'string' ? Buffer.from(file) : Buffer.from(await file.arrayBuffer());
}
