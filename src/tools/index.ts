// The list: every tool there is, each made of the little it needs.
import type { Clock } from '../base/clock.ts';
import type { Egress } from '../guard/egress.ts';
import type { Tool } from '../agent/tool.ts';
import { createCalculate } from './calculate.ts';
import { createChangeSchedule, type ChangeableSchedules } from './change-schedule.ts';
import { createScheduleTool, type ProposableSchedules } from './create-schedule.ts';
import { createDrawPng } from './chart/draw.ts';
import { createDrawChart, type ChartTeller } from './draw-chart.ts';
import { createFetchPage } from './fetch-page.ts';
import type { TaskFileStore } from '../task/file-store.ts';
import type { Sandboxes } from './code/find-sandboxes.ts';
import { createOpenDocument } from './files/open-document.ts';
import { createOpenAny } from './files/open-kept.ts';
import { createPostOnce, type FilePoster, type PostedFiles } from './files/post-once.ts';
import { createReadDocument } from './files/read-document.ts';
import type { FileShelf } from './files/shelf.ts';
import { createListFiles, type FileList } from './list-files.ts';
import { createListSchedules, type ListableSchedules } from './list-schedules.ts';
import { createManageSchedule, type ManageableSchedules } from './manage-schedule.ts';
import { createPostFile } from './post-file.ts';
import { createFindPeople, type PeopleBook } from './find-people.ts';
import { createPostMessage, type Speech } from './post-message.ts';
import { createReadFile } from './read-file.ts';
import { createReadHistory, type ReadableHistory } from './read-history.ts';
import { createReadPage, type PagedHistory } from './read-page.ts';
import { createRunCode } from './run-code.ts';
import { createKeepFile } from './write/keep-file.ts';
import { createWriteFile } from './write-file.ts';
import { createSearchWeb } from './search-web.ts';
import type { WebSearch } from './web/search-provider.ts';
import { createSearchHistory, type SearchableHistory } from './search-history.ts';
import { createReadWebPage } from './web/read-page.ts';

/** What the rooms below and above give to the tools; `main.ts` joins them. */
export interface ToolDeps {
  readonly clock: Clock;
  readonly history: SearchableHistory & ReadableHistory & PagedHistory;
  readonly files: FileShelf & FileList;
  readonly egress: Egress;
  /** Undefined when no engine is configured. */
  readonly webSearch?: WebSearch | undefined;
  readonly poster: FilePoster;
  readonly speech: Speech;
  readonly book: PeopleBook;
  readonly posted: PostedFiles;
  readonly charts: ChartTeller;
  readonly schedules: ProposableSchedules & ChangeableSchedules & ManageableSchedules & ListableSchedules;
  readonly taskFiles: TaskFileStore;
  /** Undefined when no code may run here. */
  readonly sandboxes: Sandboxes | undefined;
}

export function createTools(deps: ToolDeps): readonly Tool[] {
  const {
    clock,
    history,
    files,
    egress,
    webSearch,
    poster,
    posted,
    charts,
    schedules,
    taskFiles,
    sandboxes,
  } = deps;
  const drawPng = createDrawPng({ clock });
  const keepFile = createKeepFile({ taskFiles, clock });
  const postOnce = createPostOnce({ poster, posted });
  const readDocument = createReadDocument({ clock });
  const openShared = createOpenDocument({ shelf: files, readDocument });
  const openDocument = createOpenAny({ openShared, taskFiles, readDocument });
  const readers = [
    createSearchHistory({ history }),
    createReadHistory({ history }),
    createReadPage({ history }),
    createListFiles({ files, taskFiles }),
    createReadFile({ openDocument }),
    ...(webSearch === undefined ? [] : [createSearchWeb({ search: webSearch, clock })]),
    createFetchPage({ egress, readPage: createReadWebPage({ clock, readDocument }) }),
    createCalculate({ openDocument }),
    createFindPeople({ book: deps.book }),
  ];
  return [
    ...readers,
    ...(sandboxes === undefined
      ? []
      : [createRunCode({ sandboxes, shelf: files, taskFiles, clock, readers })]),
    createDrawChart({ openDocument, taskFiles, postOnce, charts, drawPng, clock }),
    createWriteFile({ keepFile }),
    createPostFile({ postOnce, taskFiles, keepFile }),
    createPostMessage({ speech: deps.speech }),
    createListSchedules({ schedules }),
    createScheduleTool({ schedules, clock }),
    createChangeSchedule({ schedules, clock }),
    createManageSchedule({ schedules, clock }),
  ];
}
