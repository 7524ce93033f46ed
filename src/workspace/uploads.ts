// Files on their way in: a place to send bytes to, then a file that nobody sees until it is completed.
import { newId } from '../base/id.ts';
import type { StoredFile } from './model.ts';
import { Refusal } from './refusal.ts';
import type { State } from './state.ts';

export type Uploads = ReturnType<typeof createUploads>;

interface Upload {
  readonly fileId: string;
  readonly name: string;
  readonly length: number;
  bytes?: Buffer;
}

const MIME_OF: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  gif: 'image/gif',
  html: 'text/html',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  md: 'text/markdown',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

export function createUploads() {
  const byTicket = new Map<string, Upload>();

  return {
    /** A ticket that takes exactly `length` bytes. */
    open(name: string, length: number): { ticket: string; fileId: string } {
      const ticket = newId();
      const fileId = newFileId();
      byTicket.set(ticket, { fileId, name, length });
      return { ticket, fileId };
    },

    /** False when nobody asked for this upload, or asked for another length. */
    receive(ticket: string, bytes: Buffer): boolean {
      const upload = byTicket.get(ticket);
      if (upload === undefined || bytes.length !== upload.length) return false;
      upload.bytes = bytes;
      return true;
    },

    /** The file of an upload whose bytes have come; once. */
    complete(fileId: string): { name: string; bytes: Buffer } {
      for (const [ticket, upload] of byTicket) {
        if (upload.fileId !== fileId) continue;
        if (upload.bytes === undefined) throw new Refusal('file_not_found');
        byTicket.delete(ticket);
        return { name: upload.name, bytes: upload.bytes };
      }
      throw new Refusal('file_not_found');
    },
  };
}

export function newFileId(): string {
  return `F${newId().replaceAll('-', '').slice(0, 10).toUpperCase()}`;
}

interface NewFile {
  readonly id: string;
  readonly name: string;
  readonly title?: string | undefined;
  readonly mimetype?: string | undefined;
  readonly bytes: Buffer;
  readonly user: string;
}

export function putFile(state: State, { id, name, title, mimetype, bytes, user }: NewFile): StoredFile {
  const ending = name.split('.').at(-1)?.toLowerCase() ?? '';
  const file: StoredFile = {
    id,
    name,
    title: title ?? name,
    mimetype: mimetype ?? MIME_OF[ending] ?? 'application/octet-stream',
    size: bytes.length,
    user,
    createdSeconds: Math.floor(Number(state.nextTs())),
    base64: bytes.toString('base64'),
  };
  state.commit({ kind: 'file_put', file });
  return file;
}
