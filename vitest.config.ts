// One run, one Postgres server, one database to a test file: see test/support/postgres-server.ts.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/postgres-server.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Files that run in one worker share their modules: loading them anew for each file was a fifth of the work. What a file starts, it ends.
    isolate: false,
    // Stories wait for each other a third of the time: a worker more than there are cores is what fills two of them.
    maxWorkers: 3,
  },
});
