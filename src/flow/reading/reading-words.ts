// What a reading says, before anyone has decided how it looks.
import type { Form } from '../../agent/reading/form.ts';
import type { Coverage } from './items.ts';

export type ReadingWords =
  /** Many documents under one form: what is asked of each, and how many have been read. */
  | {
      readonly kind: 'reading';
      readonly taskNumber: number;
      readonly title: string;
      readonly form: Form;
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
      /** Of which columns the cells are numbers, where they are of their type. */
      readonly numeric: readonly boolean[];
      readonly rows: readonly (readonly string[])[];
      /** On how many points its rows say different things of the same. */
      readonly disagreements: number;
      readonly fileNames: readonly string[];
    }
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly content: string;
      readonly encoding: 'text' | 'base64';
    };
