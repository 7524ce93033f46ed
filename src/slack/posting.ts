// Makes the call that a row of the outbox asks for, by its kind; the ending comes back as a value.
import type { Log } from '../base/log.ts';
import type { FilePoster } from './files.ts';
import type { OutboxBody, OutboxRow, OutboxStore } from './outbox-store.ts';
import type { Ending, Sending } from './sending.ts';

export interface PostingDeps {
  readonly store: Pick<OutboxStore, 'rememberFile'>;
  readonly sending: Sending;
  readonly files: FilePoster;
  readonly log: Log;
}

export function createPosting({ store, sending, files, log }: PostingDeps) {
  let hasSessions = true;

  return function post(row: OutboxRow): Promise<Ending> {
    const { body } = row;
    switch (body.kind) {
      case 'message':
        return sending.message(row, body);
      case 'file':
        return postFile(row, body);
      case 'reaction':
        return sending.reaction(row, body);
      case 'step':
        return sending.step(body);
      case 'status':
        return setStatus(row, body);
    }
  };

  async function postFile(row: OutboxRow, body: Extract<OutboxBody, { kind: 'file' }>): Promise<Ending> {
    if (body.fileId !== undefined) {
      const found = await files.find({ fileId: body.fileId, channelId: row.channelId });
      if (found.kind === 'shared') return { kind: 'sent', ts: body.fileId };
      if (found.kind === 'unknown')
        return { kind: 'unknown', reason: 'it is not known whether the file was shared' };
    }
    return files.share({
      channelId: row.channelId,
      threadTs: row.threadTs,
      name: body.name,
      bytes: Buffer.from(body.text, body.encoding === 'base64' ? 'base64' : 'utf8'),
      onFileId: (fileId) => store.rememberFile(row, fileId),
    });
  }

  async function setStatus(row: OutboxRow, body: Extract<OutboxBody, { kind: 'status' }>): Promise<Ending> {
    if (!hasSessions) return { kind: 'sent' };
    const ending = await sending.status(row, body);
    if (ending.kind !== 'refused') return ending;
    if (SESSIONS_OFF.has(ending.reason)) {
      hasSessions = false; // The workspace has no agent sessions: everything works without.
      log.info({ reason: ending.reason }, 'this workspace shows no agent status');
    } else log.debug({ reason: ending.reason }, 'a status was not shown');
    return { kind: 'sent' };
  }
}

const SESSIONS_OFF: ReadonlySet<string> = new Set([
  'feature_disabled',
  'not_allowed',
  'not_authorized',
  'unknown_method',
  'missing_scope',
]);
