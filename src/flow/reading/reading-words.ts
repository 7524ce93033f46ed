// What a reading says, before anyone has decided how it looks.
import type { Coverage } from './items.ts';

export type ReadingWords =
  /** Many documents under one form: what is asked of each, and how many have been read. */
  | {
      readonly kind: 'reading';
      readonly taskNumber: number;
      readonly title: string;
      readonly columns: readonly { readonly name: string; readonly question: string }[];
      readonly all: number;
      readonly settled: number;
    }
  /** What came of a reading: as many rows as a message holds; all of them are in the files. */
  | {
      readonly kind: 'table';
      readonly taskNumber: number;
      readonly title: string;
      readonly coverage: Coverage;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
      readonly fileNames: readonly string[];
    }
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly content: string;
      readonly encoding: 'text' | 'base64';
    };
