// Every store on one connection: what is written through them commits together or not at all.
import { Entry } from '../agent/entry.ts';
import type { Database, Sql } from '../db/pool.ts';
import { createEffectStore, type EffectStore } from '../guard/effect-store.ts';
import { createUsageStore, type UsageStore } from '../guard/usage-store.ts';
import { createDirectoryStore, type DirectoryStore } from '../history/directory-store.ts';
import { createFileStore, type FileStore } from '../history/file-store.ts';
import { createHistoryStore, type HistoryStore } from '../history/store.ts';
import { createJobStore, type JobStore } from '../job/job-store.ts';
import { createLaneStore, type LaneStore } from '../job/lane-store.ts';
import { createOccurrenceStore, type OccurrenceStore } from '../schedule/occurrence-store.ts';
import { createRunStore, type RunStore } from '../schedule/run-store.ts';
import { createScheduleStore, type ScheduleStore } from '../schedule/store.ts';
import { createCaptureStore, type CaptureStore } from '../task/capture-store.ts';
import { createTaskFileStore, type TaskFileStore } from '../task/file-store.ts';
import { createHandoffStore, type HandoffStore } from '../task/handoff-store.ts';
import { createPictureStore, type PictureStore } from '../task/picture-store.ts';
import { createTaskStore, type TaskStore } from '../task/store.ts';
import { createTranscriptStore, type TranscriptStore } from '../task/transcript-store.ts';

export interface Stores {
  readonly sql: Sql;
  readonly history: HistoryStore;
  readonly directory: DirectoryStore;
  readonly files: FileStore;
  readonly tasks: TaskStore;
  readonly taskFiles: TaskFileStore;
  readonly pictures: PictureStore;
  readonly captures: CaptureStore;
  readonly handoffs: HandoffStore;
  readonly transcript: TranscriptStore<Entry>;
  readonly effects: EffectStore;
  readonly usage: UsageStore;
  readonly jobs: JobStore;
  readonly lanes: LaneStore;
  readonly schedules: ScheduleStore;
  readonly occurrences: OccurrenceStore;
  readonly runs: RunStore;
}

export type Transact = <Result>(work: (stores: Stores) => Promise<Result>) => Promise<Result>;

export function storesOn(sql: Sql): Stores {
  return {
    sql,
    history: createHistoryStore(sql),
    directory: createDirectoryStore(sql),
    files: createFileStore(sql),
    tasks: createTaskStore(sql),
    taskFiles: createTaskFileStore(sql),
    pictures: createPictureStore(sql),
    captures: createCaptureStore(sql),
    handoffs: createHandoffStore(sql),
    transcript: createTranscriptStore(sql, Entry),
    effects: createEffectStore(sql),
    usage: createUsageStore(sql),
    jobs: createJobStore(sql),
    lanes: createLaneStore(sql),
    schedules: createScheduleStore(sql),
    occurrences: createOccurrenceStore(sql),
    runs: createRunStore(sql),
  };
}

export function createTransact(database: Database): Transact {
  return (work) => database.transact((sql) => work(storesOn(sql)));
}
