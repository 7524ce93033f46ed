// A fault in words, and the methods that are most often made to fail.
import type { Fault } from '../page-wire.ts';

export const METHODS: readonly string[] = [
  '*',
  'chat.postMessage',
  'chat.update',
  'chat.delete',
  'chat.postEphemeral',
  'chat.startStream',
  'chat.appendStream',
  'chat.stopStream',
  'agents.sessions.setStatus',
  'conversations.history',
  'conversations.replies',
  'conversations.info',
  'files.getUploadURLExternal',
  'files.completeUploadExternal',
  'reactions.add',
  'users.info',
  'views.open',
  'views.publish',
];

export function faultWords(fault: Fault): string {
  switch (fault.kind) {
    case 'lose-reply':
      return `The next reply to ${named(fault.method)} gets lost`;
    case 'fail': {
      const times = fault.times === undefined || fault.times === 1 ? '' : ` ${fault.times} times`;
      return `${named(fault.method)} fails with ${fault.error ?? `HTTP ${fault.status ?? 500}`}${times}`;
    }
    case 'rate-limit':
      return `${named(fault.method)} answers 429 for ${fault.seconds} s`;
    case 'delay':
      return `${named(fault.method)} is slow by ${fault.ms} ms`;
    case 'disconnect':
      return `Disconnect: ${fault.reason.replaceAll('_', ' ')}`;
    case 'cut-sockets':
      return 'The sockets are cut';
    case 'deaf-sockets':
      return 'The sockets are half open';
    case 'deliver-twice':
      return 'The next event is sent twice';
    case 'deliver-late':
      return `The next event comes ${fault.ms} ms late`;
    case 'deliver-reversed':
      return `The next ${fault.events} events come last first`;
    case 'move-clock':
      return `The clock moves by ${fault.ms} ms`;
    case 'limits':
      return fault.on ? 'The rate limits hold' : 'There are no rate limits';
    case 'revoke-tokens':
      return 'The tokens of the app are revoked';
    case 'uninstall':
      return 'The app is uninstalled';
    case 'clear':
      return 'All is well';
  }
}

function named(method: string): string {
  return method === '*' ? 'any method' : method;
}
