// functions.*: a custom step says how its run ended.
import { z } from 'zod';
import { defineMethod, json, type Method, type World } from '../method.ts';
import { Json, type Execution } from '../model.ts';
import { Refusal } from '../refusal.ts';

export function functionMethods(world: World): Method[] {
  const { state, grants } = world;
  const run = { function_execution_id: z.string() };
  return [
    defineMethod({
      name: 'functions.completeSuccess',
      limit: 'tier3',
      args: z.object({ ...run, outputs: json(Json).default({}) }),
      run({ function_execution_id: id, outputs }) {
        const execution = running(world, id);
        const step = grants.offer?.steps[execution.callbackId];
        const missing = Object.entries(step?.output_parameters ?? {}).find(
          ([name, { is_required: isRequired }]) => isRequired && outputs[name] === undefined,
        );
        if (missing !== undefined)
          throw new Refusal('parameter_validation_failed', {
            response_metadata: { messages: [`missing ${missing[0]}`] },
          });
        state.commit({ kind: 'execution_put', execution: { ...execution, status: 'succeeded', outputs } });
        return {};
      },
    }),
    defineMethod({
      name: 'functions.completeError',
      limit: 'tier3',
      args: z.object({ ...run, error: z.string() }),
      run({ function_execution_id: id, error }) {
        const execution = running(world, id);
        state.commit({ kind: 'execution_put', execution: { ...execution, status: 'failed', error } });
        return {};
      },
    }),
  ];
}

function running({ state }: World, id: string): Execution {
  const execution = state.execution(id);
  if (execution === undefined) throw new Refusal('function_execution_not_found');
  if (execution.status !== 'running') throw new Refusal('function_execution_not_in_running_state');
  return execution;
}
