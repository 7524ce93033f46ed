// The files people have shared, as they lie in files/; those of text have their dates filled in.
import { readFileSync } from 'node:fs';
import type { SeedInput } from '../seed-schema.ts';
import type { Calendar } from './calendar.ts';

type SeedFile = SeedInput['files'][number];

interface Shelved {
  readonly key: string;
  /** Where it lies; two people may give two files one name. */
  readonly lies: string;
  readonly name: string;
  readonly mimetype: string;
}

const FILES: readonly Shelved[] = [
  {
    key: 'offer-brightdesk',
    lies: 'offer-brightdesk.pdf',
    name: 'Offer Brightdesk BD-7731.pdf',
    mimetype: 'application/pdf',
  },
  { key: 'offer-kontora', lies: 'offer-kontora.csv', name: 'kontora-offer.csv', mimetype: 'text/csv' },
  { key: 'quote-yunfan', lies: 'quote-yunfan.pdf', name: '云帆速运报价单.pdf', mimetype: 'application/pdf' },
  { key: 'quote-haitong', lies: 'quote-haitong.csv', name: '海桐货运报价.csv', mimetype: 'text/csv' },
  { key: 'feedback-cn', lies: 'customer-feedback-cn.csv', name: '客户反馈.csv', mimetype: 'text/csv' },
  {
    key: 'weekly-cn',
    lies: 'weekly-numbers-cn.tsv',
    name: '周报数字.tsv',
    mimetype: 'text/tab-separated-values',
  },
  { key: 'plan-launch', lies: 'product-plan.md', name: 'plan.md', mimetype: 'text/markdown' },
  { key: 'plan-migration', lies: 'migration-plan.md', name: 'plan.md', mimetype: 'text/markdown' },
  {
    key: 'incident-report',
    lies: 'incident-report.md',
    name: 'incident-report.md',
    mimetype: 'text/markdown',
  },
  { key: 'sketch-checkin', lies: 'sketch-checkin.png', name: 'check-in-sketch.png', mimetype: 'image/png' },
  { key: 'expenses', lies: 'expenses.csv', name: 'expenses.csv', mimetype: 'text/csv' },
  { key: 'invoices', lies: 'invoices.csv', name: 'invoices.csv', mimetype: 'text/csv' },
];

export function readFiles(calendar: Calendar): SeedFile[] {
  return FILES.map(({ lies, ...file }) => {
    const bytes = readFileSync(new URL(`files/${lies}`, import.meta.url));
    if (!file.mimetype.startsWith('text/')) return { ...file, base64: bytes.toString('base64') };
    return { ...file, text: calendar.fill(bytes.toString('utf8')) };
  });
}
