// Custom steps: a workflow runs a function of the app, with a token that lasts as long as the run.
import { newId } from '../base/id.ts';
import type { Grants } from './grants.ts';
import type { Execution, Json } from './model.ts';
import { Refusal } from './refusal.ts';
import type { State } from './state.ts';

interface Run {
  readonly as: string;
  readonly callbackId: string;
  readonly inputs: Json;
}

/** Answers the id of the run; the app is told by `function_executed`. */
export function startExecution({ state, grants }: { state: State; grants: Grants }, run: Run): string {
  const step = grants.offer?.steps[run.callbackId];
  if (grants.offer !== undefined && step === undefined) throw new Refusal('function_not_found');
  const missing = Object.entries(step?.input_parameters ?? {}).find(
    ([name, { is_required: isRequired }]) => isRequired && run.inputs[name] === undefined,
  );
  if (missing !== undefined) throw new Refusal('parameter_validation_failed', { parameter: missing[0] });
  const execution: Execution = {
    id: `Fx${newId().replaceAll('-', '').slice(0, 10).toUpperCase()}`,
    callbackId: run.callbackId,
    token: `xwfp-${newId()}`,
    user: run.as,
    inputs: run.inputs,
    status: 'running',
  };
  state.commit({ kind: 'execution_started', execution });
  return execution.id;
}

/** The event that tells the app, its function as the manifest describes it. */
export function toFunctionEvent(
  execution: Execution,
  { state, grants }: { state: State; grants: Grants },
): Json {
  const step = grants.offer?.steps[execution.callbackId];
  const eventTs = state.nextTs();
  const parameters = (
    of: Readonly<Record<string, { type: string; is_required: boolean }>> | undefined,
  ): Json[] =>
    Object.entries(of ?? {}).map(([name, { type, is_required }]) => ({
      name,
      title: name,
      type,
      is_required,
    }));
  return {
    type: 'function_executed',
    function: {
      id: `Fn${execution.callbackId.toUpperCase()}`,
      callback_id: execution.callbackId,
      title: step?.title ?? execution.callbackId,
      description: step?.description ?? '',
      type: 'app',
      input_parameters: parameters(step?.input_parameters),
      output_parameters: parameters(step?.output_parameters),
      app_id: state.bot.appId,
      date_created: 0,
      date_updated: 0,
      date_deleted: 0,
    },
    inputs: execution.inputs,
    function_execution_id: execution.id,
    workflow_execution_id: execution.id.replace('Fx', 'Wx'),
    event_ts: eventTs,
    bot_access_token: execution.token,
  };
}
