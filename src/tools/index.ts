// The list: every tool there is, each made of the little it needs.
import type { Clock } from '../base/clock.ts';
import type { Tool } from '../agent/tool.ts';
import { createCalculate } from './calculate.ts';
import { createCreateCanvas } from './create-canvas.ts';
import { createChangeSchedule, type ChangeableSchedules } from './change-schedule.ts';
import { createScheduleTool, type ProposableSchedules } from './create-schedule.ts';
import { createDrawPng } from './chart/draw.ts';
import { createDrawChart, type ChartTeller } from './draw-chart.ts';
import { createFetchPage } from './fetch-page.ts';
import type { TaskFileStore } from '../task/file-store.ts';
import type { CaptureStore } from '../task/capture-store.ts';
import type { PictureStore } from '../task/picture-store.ts';
import type { Sandboxes } from './code/find-sandboxes.ts';
import { createPostOnce, type FilePoster, type PostedFiles } from './files/post-once.ts';
import { createLook } from './files/look.ts';
import type { FileShelf } from './files/shelf.ts';
import { createHandOff, type HandoffMaker } from './hand-off.ts';
import { createKeepNotes } from './keep-notes.ts';
import { createListFiles, type FileList } from './list-files.ts';
import { createListSchedules, type ListableSchedules } from './list-schedules.ts';
import { createManageSchedule, type ManageableSchedules } from './manage-schedule.ts';
import { createMarkMessage, type MarkableMessages } from './mark-message.ts';
import type { SlackActs } from './slack-acts.ts';
import { createPostFile } from './post-file.ts';
import { createFindPeople, type PeopleBook } from './find-people.ts';
import { createPostMessage, type Speech } from './post-message.ts';
import { createOpenPoll } from './open-poll.ts';
import type { PollDesk } from './poll-desk.ts';
import { createReadPoll } from './read-poll.ts';
import { createReadDocuments, type BulkReadings } from './read-documents.ts';
import { createReadFile } from './read-file.ts';
import type { Readers } from './readers.ts';
import { createReadHistory, type ReadableHistory } from './read-history.ts';
import { createReadPage, type PagedHistory } from './read-page.ts';
import { createRunCode } from './run-code.ts';
import { createKeepFile } from './write/keep-file.ts';
import { createWriteFile } from './write-file.ts';
import { createSearchWeb } from './search-web.ts';
import type { WebSearch } from './web/search-provider.ts';
import { createSearchHistory, type SearchableHistory } from './search-history.ts';

/** What the rooms below and above give to the tools; `main.ts` joins them. */
export interface ToolDeps {
  readonly clock: Clock;
  readonly history: SearchableHistory & ReadableHistory & PagedHistory;
  readonly files: FileShelf & FileList;
  readonly readers: Readers;
  /** Undefined where many documents cannot be read: in a run over the past. */
  readonly readings: BulkReadings | undefined;
  /** Undefined when no engine is configured. */
  readonly webSearch?: WebSearch | undefined;
  readonly poster: FilePoster;
  readonly speech: Speech;
  readonly book: PeopleBook;
  readonly acts: SlackActs;
  readonly polls: PollDesk;
  readonly markable: MarkableMessages;
  readonly posted: PostedFiles;
  readonly charts: ChartTeller;
  readonly schedules: ProposableSchedules & ChangeableSchedules & ManageableSchedules & ListableSchedules;
  readonly handoffs: HandoffMaker;
  readonly taskFiles: TaskFileStore;
  readonly pictures: PictureStore;
  readonly captures: CaptureStore;
  /** Undefined when no code may run here. */
  readonly sandboxes: Sandboxes | undefined;
}

export function createTools(deps: ToolDeps): readonly Tool[] {
  const {
    clock,
    history,
    files,
    readers: { fetchText, openFrom, picturesFrom },
    readings,
    webSearch,
    poster,
    speech,
    acts,
    posted,
    charts,
    schedules,
    taskFiles,
    sandboxes,
  } = deps;
  const drawPng = createDrawPng({ clock });
  const keepFile = createKeepFile({ taskFiles, clock });
  const postOnce = createPostOnce({ poster, posted });
  const openDocument = openFrom({ files, taskFiles });
  const picturesOf = picturesFrom?.({ files, taskFiles });
  const look = picturesOf && createLook({ picturesOf, pictures: deps.pictures, clock });
  const readers = [
    createSearchHistory({ history }),
    createReadHistory({ history }),
    createReadPage({ history }),
    createListFiles({ files, taskFiles }),
    createReadFile({ openDocument, look }),
    ...(webSearch === undefined ? [] : [createSearchWeb({ search: webSearch, clock })]),
    createFetchPage({ fetchText, captures: deps.captures, pictures: deps.pictures }),
    createKeepNotes({ captures: deps.captures, openDocument }),
    createCalculate({ openDocument }),
    createFindPeople({ book: deps.book }),
  ];
  return [
    ...readers,
    ...(readings === undefined ? [] : [createReadDocuments({ readings })]),
    ...(sandboxes === undefined
      ? []
      : [createRunCode({ sandboxes, shelf: files, taskFiles, clock, readers })]),
    createDrawChart({ openDocument, taskFiles, postOnce, charts, drawPng, clock }),
    createWriteFile({ keepFile }),
    createPostFile({ postOnce, taskFiles, keepFile }),
    createPostMessage({ speech }),
    createMarkMessage({ acts, speech, messages: deps.markable, handles: posted }),
    createCreateCanvas({ acts, speech, handles: posted, clock }),
    createOpenPoll({ polls: deps.polls, speech, book: deps.book, clock }),
    createReadPoll({ polls: deps.polls }),
    createListSchedules({ schedules }),
    createScheduleTool({ schedules, clock }),
    createChangeSchedule({ schedules, clock }),
    createManageSchedule({ schedules, clock }),
    createHandOff({ handoffs: deps.handoffs }),
  ];
}
