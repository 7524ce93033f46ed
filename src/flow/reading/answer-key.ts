// Under what an answer is kept: the same words to the same questions by the same model, whatever file they stand in.
import { createHash } from 'node:crypto';
import { READER_VERSION } from '../../agent/prompts/read-form.ts';
import type { Form, ReadablePage } from '../../agent/reading/form.ts';

export function answerKey(
  pages: readonly ReadablePage[],
  { form, model }: { form: Form; model: string },
): string {
  const content = pages
    .map(({ place, text, picture }) => `${place}\n${text}${picture?.base64 ?? ''}`)
    .join('\f');
  return createHash('sha256')
    .update(JSON.stringify([READER_VERSION, model, form, content]))
    .digest('hex');
}
