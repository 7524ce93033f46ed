// What stands on top of a channel, pins and canvases, behaves as Slack says, refusals included.
import { expect, test } from 'vitest';
import { OPS, say, startWorkspace } from './support.ts';

const refusal = (error: string) => expect.objectContaining({ data: expect.objectContaining({ error }) });

test('a message is pinned once, listed, and taken down again', async () => {
  const { web } = await startWorkspace();
  const { ts = '' } = await say(web, { channel: OPS, text: 'the plan' });
  const target = { channel: OPS, timestamp: ts };
  await web.pins.add(target);
  await expect(web.pins.add(target)).rejects.toEqual(refusal('already_pinned'));
  const { items } = await web.pins.list({ channel: OPS });
  expect(items).toMatchObject([{ type: 'message', channel: OPS, message: { ts, pinned_to: [OPS] } }]);

  await web.pins.remove(target);
  await expect(web.pins.remove(target)).rejects.toEqual(refusal('no_pin'));
  await expect(web.pins.add({ channel: OPS, timestamp: '1.000001' })).rejects.toEqual(
    refusal('message_not_found'),
  );
  await expect(web.pins.add({ channel: 'CQUIET1', timestamp: ts })).rejects.toEqual(
    refusal('not_in_channel'),
  );
  await expect(web.pins.add({ channel: 'GPRIV01', timestamp: ts })).rejects.toEqual(
    refusal('channel_not_found'),
  );
});

test('a canvas is made in a channel, edited, found in the list of files and deleted', async () => {
  const { web, workspace } = await startWorkspace();
  const markdown = (text: string) => ({ type: 'markdown', markdown: text }) as const;
  const { canvas_id: id = '' } = await web.canvases.create({
    title: 'Plan',
    channel_id: OPS,
    document_content: markdown('# One'),
  });
  await web.canvases.edit({
    canvas_id: id,
    changes: [{ operation: 'insert_at_end', document_content: markdown('Two') }],
  });
  const { files = [] } = await web.files.list({ channel: OPS });
  const canvas = files.find((file) => file.id === id);
  expect(canvas).toMatchObject({ title: 'Plan', filetype: 'quip' });
  const page = await fetch(canvas?.permalink ?? '', { headers: { host: new URL(workspace.apiUrl).host } });
  expect(await page.text()).toBe('# Plan\n\n# One\nTwo');

  await web.conversations.canvases.create({ channel_id: OPS });
  await expect(web.conversations.canvases.create({ channel_id: OPS })).rejects.toEqual(
    refusal('channel_canvas_already_exists'),
  );
  await web.canvases.delete({ canvas_id: id });
  await expect(web.canvases.delete({ canvas_id: id })).rejects.toEqual(refusal('canvas_not_found'));
  await expect(
    web.canvases.create({ channel_id: 'GPRIV01', document_content: markdown('x') }),
  ).rejects.toEqual(refusal('channel_not_found'));
});
