import type { Actor } from '../identity/identity.types.ts';
import type { RequestHandlers } from '../platform/ports.ts';
import type { LiveService } from './courseware.live.service.ts';

type Handlers = Pick<
  RequestHandlers<Actor>,
  | 'courseware.open'
  | 'courseware.turn'
  | 'courseware.zoom'
  | 'courseware.close'
  | 'mark.draw'
  | 'mark.move'
  | 'mark.erase'
  | 'mark.clear'
  | 'mark.list'
>;

export const coursewareHandlers = (live: LiveService): Handlers => ({
  'courseware.open': (context, body) => live.open(context, body),
  'courseware.turn': (context, body) => live.turn(context, body),
  'courseware.zoom': (context, body) => live.zoom(context, body),
  'courseware.close': (context, body) => live.close(context, body),
  'mark.draw': (context, body) => live.draw(context, body),
  'mark.move': (context, body) => live.move(context, body),
  'mark.erase': (context, body) => live.erase(context, body),
  'mark.clear': (context, body) => live.clear(context, body),
  'mark.list': (context, body) => live.list(context, body),
});
