// A secret in every table that can hold words, beyond those that a story of messages fills by itself.
import type { Database } from '../../src/db/pool.ts';
import { newId } from '../../src/base/id.ts';

/** Tables with columns of text that hold no words of anybody: ids, states, and what the program says of itself. */
export const WORDLESS: ReadonlySet<string> = new Set([
  'migration', // names of our files
  'token_calibration', // names of models
  'usage', // the same
  'tool_pin', // what other servers say of their tools
  'task', // ids and states
  'file_arrival', // ids of files
  'schedule', // its words are in schedule_version
  'schedule_click', // keys of buttons
  'schedule_post', // keys of posts
  'poll_vote', // who chose which number; a person is looked for there by name below
  'credential', // sealed; a person is looked for there by name below
  'sign_in', // the same
  'channel', // names of channels; forgotten with the channel
  'channel_approval', // ids
  'channel_asking', // ids
  'channel_retention', // a number
  'person', // names; forgotten with the person
  'import_entry', // names of files of an export
  'search_backlog', // ids
  'search_segment', // hashes, which have a test of their own
  'job_claim', // ids
  'model_request', // a hash of a key, and numbers
  'tool_server', // an address that somebody gave, and ids
  'tool_server_away', // names of servers
  // The job engine's own: a job names a task and no more.
  'migrations',
  '_private_known_crontabs',
  '_private_tasks',
  '_private_jobs',
  '_private_job_queues',
]);

export async function plantElsewhere(database: Database, taskId: string): Promise<void> {
  const run = (text: string, ...values: unknown[]) => database.run(text, values);
  await run(
    `insert into approval (id, task_id, call_id, tool, what, arguments_sha256, brief_version, state, asked_at, expires_at)
     values (gen_random_uuid(), $1, 'c1', 'post', 'post the zeppelin', 'a', 1, 'asked', now(), now())`,
    taskId,
  );
  await run(
    `insert into usage (task_id, seq, model, input_tokens, cached_tokens, output_tokens, at) values ($1, 1, 'm', 1, 0, 1, now())`,
    taskId,
  );
  await run(`insert into channel_window (team_id, channel_id, digest) values ('T1', 'C1', 'of a zeppelin')`);
  await run(
    `insert into window_line values ('T1', 'C1', 1, '1763800001.000100', 'message', 1, 'Zeppelin', 1)`,
  );
  await run(`insert into channel_rule (team_id, channel_id, number, kind, ts, words, status, found_at)
             values ('T1', 'C1', 1, 'constraint', '1763800001.000100', 'no zeppelin', 'active', now())`);
  const handoff = newId();
  await run(
    `insert into handoff (id, team_id, channel_id, thread_ts, giver_id, receiver_kind, receiver_id, state, terms, brief, brief_hash, given_at, changed_at)
     values ($1, 'T1', 'C1', '1763800001.000100', 'U0KENJI', 'person', 'U1', 'offered', '{}', '{"outcome": "the zeppelin"}', 'h', now(), now())`,
    handoff,
  );
  await run(`insert into handoff_event values ($1, 'k', 'offered', 'U0KENJI', 'quixotry', now())`, handoff);
  await run(
    `insert into reading (batch, task_id, team_id, channel_id, file_id, title, form, wish, created_at)
     values ('b1', $1, 'T1', 'C1', 'R1', 'Zeppelins', '{}', 'w', now())`,
    taskId,
  );
  await run(`insert into reading_answer values ('T1', 'k', null, '{"size": "zeppelin"}', now())`);
  await run(
    `insert into poll (id, task_id, team_id, channel_id, question, options, opened_by, language, task_number, opened_at, closes_at)
     values (gen_random_uuid(), $1, 'T1', 'C1', 'Which zeppelin?', '[]', 'U0KENJI', 'en', 1, now(), now())`,
    taskId,
  );
  await run(
    `insert into capture (task_id, id, url, title, text, sha256, read_at) values ($1, 'c', 'https://a.example', 't', 'the zeppelin', 'h', now())`,
    taskId,
  );
  await run(`insert into poll_vote select id, 'T1', 'U0MAYA', 1, now() from poll`);
  await run(`insert into credential values ('linear', 'U0MAYA', 'tokens', '\\x00', now())`);
  await run(
    `insert into sign_in values ('guessed by nobody', 'linear', 'U0MAYA', $1, '\\x00', now())`,
    taskId,
  );
  await run(
    `insert into picture (task_id, id, team_id, content, made_at) values ($1, 'zeppelin.png 1', 'T1', '\\x00', now())`,
    taskId,
  );
  await run(
    `insert into occurrence (schedule_id, due_at, state, why) select id, now(), 'skipped', 'the zeppelin' from schedule`,
  );
  await run(`insert into history_gap values ('T1', 'C1', '1763800000.000100')`);
}
