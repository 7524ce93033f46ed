// One run, one Postgres server, one database to a test file: see test/support/postgres-server.ts.
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** On a fresh checkout nothing is known of how long they take, and the longest would begin last, beside idle workers. */
const LONGEST = ['bench/bench', 'browser/page', 'db/embedded', 'flow/trouble', 'tools/code/sandboxes'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const known = LONGEST.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
      return known < 0 ? LONGEST.length : known;
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/postgres-server.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    sequence: { sequencer: LongestFirst },
    // Files that run in one worker share their modules: loading them anew for each file was a fifth of the work. What a file starts, it ends.
    isolate: false,
    // Stories wait for each other a third of the time: a worker more than there are cores is what fills two of them.
    maxWorkers: 3,
  },
});
