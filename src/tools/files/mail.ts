// A mail: who wrote what to whom, and what was attached.
import PostalMime, { type Address } from 'postal-mime';
import { toMarkdown } from './markdown.ts';

export interface Mail {
  readonly text: string;
  readonly attachments: readonly {
    readonly name: string;
    readonly mimetype: string;
    readonly bytes: Uint8Array;
  }[];
}

export async function readMail(bytes: Uint8Array): Promise<Mail> {
  const mail = await PostalMime.parse(bytes, { attachmentEncoding: 'arraybuffer', maxNestingDepth: 32 });
  const head = [
    line('From', mail.from === undefined ? [] : [mail.from]),
    line('To', mail.to),
    line('Cc', mail.cc),
    mail.date === undefined ? [] : [`Date: ${mail.date}`],
    [`Subject: ${mail.subject ?? ''}`],
  ].flat();
  const plain = mail.text?.trim() ?? '';
  const body = plain === '' && mail.html !== undefined ? toMarkdown(mail.html) : plain;
  return {
    text: `${head.join('\n')}\n\n${body}`.trim(),
    attachments: mail.attachments.flatMap(({ filename, mimeType, content, related }, index) =>
      // What is woven into the text (logos, signatures) is no attachment of its own.
      related === true
        ? []
        : [
            {
              name: filename ?? `attachment ${index + 1}`,
              mimetype: mimeType,
              bytes:
                typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content),
            },
          ],
    ),
  };
}

function line(name: string, people: readonly Address[] | undefined): readonly string[] {
  if (people === undefined || people.length === 0) return [];
  const written = people.map((person) =>
    person.name === '' || person.name === person.address
      ? (person.address ?? '')
      : `${person.name} <${person.address ?? ''}>`,
  );
  return [`${name}: ${written.join(', ')}`];
}
