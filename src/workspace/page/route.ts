// Where one is in the page: `#/C1`, `#/C1/<thread>`, `#/C1/<thread or ->/<message to show>`, `#/D1/home` for the
// app's own tab, and `#/gallery` for a look at every block.

export interface Route {
  readonly channel: string | undefined;
  readonly thread: string | undefined;
  readonly focus: string | undefined;
  readonly view: 'home' | 'gallery' | undefined;
}

export const NOWHERE: Route = { channel: undefined, thread: undefined, focus: undefined, view: undefined };

export function toRoute(hash: string): Route {
  const [channel = '', thread = '', focus = ''] = hash.replace(/^#\/?/, '').split('/');
  if (channel === 'gallery') return { ...NOWHERE, view: 'gallery' };
  return {
    channel: /^[CGD][A-Z0-9]+$/.test(channel) ? channel : undefined,
    thread: isTs(thread) ? thread : undefined,
    focus: isTs(focus) ? focus : undefined,
    view: thread === 'home' ? 'home' : undefined,
  };
}

export function toHash({ channel, thread, focus, view }: Partial<Route>): string {
  if (view === 'gallery') return '#/gallery';
  if (channel === undefined) return '#/';
  if (view === 'home') return `#/${channel}/home`;
  const parts = [channel, ...(thread !== undefined || focus !== undefined ? [thread ?? '-'] : [])];
  return `#/${[...parts, ...(focus === undefined ? [] : [focus])].join('/')}`;
}

function isTs(part: string): boolean {
  return /^\d+\.\d+$/.test(part);
}
