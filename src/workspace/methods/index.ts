// The table of methods: a new group is one file and one line here.
import type { Method, World } from '../method.ts';
import type { Uploads } from '../uploads.ts';
import { agentMethods } from './agents.ts';
import { appMethods } from './apps.ts';
import { canvasMethods } from './canvases.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { fileMethods } from './files.ts';
import { functionMethods } from './functions.ts';
import { pinMethods } from './pins.ts';
import { placeMethods } from './places.ts';
import { reactionMethods } from './reactions.ts';
import { scheduledMethods } from './scheduled.ts';
import { streamMethods } from './streams.ts';
import { userMethods } from './users.ts';
import { viewMethods } from './views.ts';

export function methodTable(world: World, uploads: Uploads): ReadonlyMap<string, Method> {
  const methods = [
    ...agentMethods(world),
    ...appMethods(world),
    ...canvasMethods(world),
    ...chatMethods(world),
    ...conversationMethods(world),
    ...fileMethods(world, uploads),
    ...functionMethods(world),
    ...pinMethods(world),
    ...placeMethods(world),
    ...reactionMethods(world),
    ...scheduledMethods(world),
    ...streamMethods(world),
    ...userMethods(world),
    ...viewMethods(world),
  ];
  return new Map(methods.map((method) => [method.name, method]));
}
