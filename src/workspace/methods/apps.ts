// apps.connections.open: where Socket Mode may connect to.
import { z } from 'zod';
import { defineMethod, type Method, type World } from '../method.ts';

export function appMethods({ hub, shape }: World): Method[] {
  return [
    defineMethod({
      name: 'apps.connections.open',
      token: 'app',
      limit: 'none',
      args: z.object({}),
      run: () => ({ url: hub.openUrl(shape.origin()) }),
    }),
  ];
}
