// The buttons of a message as somebody sees them: found by what is written on them.
import { z } from 'zod';

const ButtonElement = z.looseObject({
  type: z.literal('button'),
  action_id: z.string(),
  value: z.string().optional(),
  text: z.looseObject({ text: z.string() }),
});
const Holder = z.looseObject({
  block_id: z.string(),
  elements: z.array(z.unknown()).optional(),
  accessory: z.unknown().optional(),
});

export function findButton(blocks: readonly unknown[], text: string) {
  for (const block of blocks) {
    const holder = Holder.safeParse(block).data;
    for (const element of [...(holder?.elements ?? []), holder?.accessory]) {
      const button = ButtonElement.safeParse(element).data;
      if (button?.text.text !== text || holder === undefined) continue;
      const { action_id: actionId, value } = button;
      return { blockId: holder.block_id, actionId, ...(value === undefined ? {} : { value }) };
    }
  }
  return undefined;
}
