// Where one is in the page: `#/C1`, `#/C1/<thread>`, `#/C1/<thread or ->/<message to show>`.

export interface Route {
  readonly channel: string | undefined;
  readonly thread: string | undefined;
  readonly focus: string | undefined;
}

export function toRoute(hash: string): Route {
  const [channel = '', thread = '', focus = ''] = hash.replace(/^#\/?/, '').split('/');
  return {
    channel: /^[CGD][A-Z0-9]+$/.test(channel) ? channel : undefined,
    thread: isTs(thread) ? thread : undefined,
    focus: isTs(focus) ? focus : undefined,
  };
}

export function toHash({ channel, thread, focus }: Partial<Route>): string {
  if (channel === undefined) return '#/';
  const parts = [channel, ...(thread !== undefined || focus !== undefined ? [thread ?? '-'] : [])];
  return `#/${[...parts, ...(focus === undefined ? [] : [focus])].join('/')}`;
}

function isTs(part: string): boolean {
  return /^\d+\.\d+$/.test(part);
}
