// What people signed in with, and who is on their way: sealed in the rows, open only in this process.
import { z } from 'zod';
import type { Sql } from '../db/pool.ts';
import type { Seal } from './seal.ts';

export type CredentialKind = 'client' | 'tokens' | 'discovery';

interface Whose {
  readonly server: string;
  /** Empty for what the server knows Longhand itself by. */
  readonly personId: string;
}

interface Leaving extends Whose {
  readonly state: string;
  readonly taskId: string;
  readonly verifier: string;
}

export interface CredentialStore {
  /** Undefined also when it can no longer be opened: the person signs in again. */
  read(whose: Whose, kind: CredentialKind): Promise<unknown>;
  write(
    whose: Whose,
    kind: CredentialKind,
    value: { readonly content: unknown; readonly at: Date },
  ): Promise<void>;
  drop(whose: Whose, kinds: readonly CredentialKind[]): Promise<void>;
  leave(leaving: Leaving & { readonly at: Date }): Promise<void>;
  /** Whose this is, without using it up. */
  look(state: string, since: Date): Promise<Leaving | undefined>;
  /** Once: the second one to come with the same state gets nothing. */
  comeBack(state: string, since: Date): Promise<Leaving | undefined>;
}

const LeavingRow = z.object({
  state: z.string(),
  server: z.string(),
  person_id: z.string(),
  task_id: z.string(),
  verifier: z.instanceof(Uint8Array),
});

export function createCredentialStore(sql: Sql, seal: Seal): CredentialStore {
  const about = ({ server, personId }: Whose, kind: string): string =>
    JSON.stringify([server, personId, kind]);

  function toLeaving(row: z.infer<typeof LeavingRow> | undefined): Leaving | undefined {
    if (row === undefined) return undefined;
    const whose = { server: row.server, personId: row.person_id };
    const verifier = seal.open(row.verifier, about(whose, row.state));
    return verifier === undefined ? undefined : { ...whose, state: row.state, taskId: row.task_id, verifier };
  }

  return {
    read: async (whose, kind) => {
      const [row] = await sql.rows(
        z.object({ sealed: z.instanceof(Uint8Array) }),
        'select sealed from credential where server = $1 and person_id = $2 and kind = $3',
        [whose.server, whose.personId, kind],
      );
      const text = row === undefined ? undefined : seal.open(row.sealed, about(whose, kind));
      return text === undefined ? undefined : JSON.parse(text);
    },
    write: async (whose, kind, { content, at }) => {
      await sql.run(
        `insert into credential (server, person_id, kind, sealed, at) values ($1, $2, $3, $4, $5)
         on conflict (server, person_id, kind) do update set sealed = $4, at = $5`,
        [whose.server, whose.personId, kind, seal.close(JSON.stringify(content), about(whose, kind)), at],
      );
    },
    drop: async ({ server, personId }, kinds) => {
      await sql.run('delete from credential where server = $1 and person_id = $2 and kind = any($3)', [
        server,
        personId,
        kinds,
      ]);
    },
    leave: async ({ state, server, personId, taskId, verifier, at }) => {
      // An older link of theirs counts no longer.
      await sql.run('delete from sign_in where server = $1 and person_id = $2', [server, personId]);
      await sql.run(
        'insert into sign_in (state, server, person_id, task_id, verifier, at) values ($1, $2, $3, $4, $5, $6)',
        [state, server, personId, taskId, seal.close(verifier, about({ server, personId }, state)), at],
      );
    },
    look: async (state, since) =>
      toLeaving(
        (await sql.rows(LeavingRow, 'select * from sign_in where state = $1 and at > $2', [state, since]))[0],
      ),
    comeBack: async (state, since) =>
      toLeaving(
        (
          await sql.rows(LeavingRow, 'delete from sign_in where state = $1 and at > $2 returning *', [
            state,
            since,
          ])
        )[0],
      ),
  };
}
