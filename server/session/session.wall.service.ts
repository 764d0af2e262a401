import type { SessionState } from '../../shared/session/session.state.ts';
import type { RequestBody } from '../../shared/wire/requests.ts';
import type { Action } from '../identity/identity.types.ts';
import type { NewId } from '../platform/ports.ts';
import { type CommandService, type Done, saltedText } from './session.command.service.ts';
import type { Context } from './session.service.ts';
import { hashOfText } from './session.texts.ts';
import type { DatedFact, Decision } from './session.types.ts';
import {
  arrange,
  clearNotice,
  handOver,
  mute,
  readmit,
  remove,
  sayNotice,
  setMusic,
  setSaving,
  spotlight,
} from './session.wall.rules.ts';

type Deps = { readonly commands: Pick<CommandService, 'command'>; readonly newId: NewId };
type Body = { readonly sessionId: RequestBody<'session.end'>['sessionId'] };

/** What whoever leads makes of the walls, and of who is there. */
export class WallService {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  arrange(context: Context, body: RequestBody<'wall.arrange'>): Done {
    return this.#ask(context, 'wall.arrange', body, (state, nowMs) => arrange(state, body.layout, nowMs));
  }

  spotlight(context: Context, body: RequestBody<'wall.spotlight'>): Done {
    return this.#ask(context, 'wall.spotlight', body, (state, nowMs) => spotlight(state, body.seat, nowMs));
  }

  sayNotice(context: Context, body: RequestBody<'notice.say'>): Done {
    const text = saltedText(body.text, this.#deps.newId);
    const said = { text, hash: hashOfText(text) };
    return this.#ask(context, 'notice.say', body, (state, nowMs) => sayNotice(state, said, nowMs));
  }

  clearNotice(context: Context, body: RequestBody<'notice.clear'>): Done {
    return this.#ask(context, 'notice.clear', body, clearNotice);
  }

  setMusic(context: Context, body: RequestBody<'music.set'>): Done {
    return this.#ask(context, 'music.set', body, (state, nowMs) => setMusic(state, body.on, nowMs));
  }

  setSaving(context: Context, { sessionId, ...wish }: RequestBody<'saving.set'>): Done {
    const about = { sessionId, action: 'saving.set', roomId: wish.roomId } as const;
    return this.#deps.commands.command(context, about, () => (state, nowMs) => setSaving(state, wish, nowMs));
  }

  mute(context: Context, body: RequestBody<'seat.mute'>): Done {
    return this.#ask(context, 'seat.mute', body, (state, nowMs) => mute(state, body, nowMs));
  }

  remove(context: Context, body: RequestBody<'seat.remove'>): Done {
    return this.#ask(context, 'seat.remove', body, (state, nowMs) => remove(state, body.seat, nowMs));
  }

  readmit(context: Context, body: RequestBody<'seat.readmit'>): Done {
    return this.#ask(context, 'seat.readmit', body, (state, nowMs) => readmit(state, body.seat, nowMs));
  }

  handOver(context: Context, body: RequestBody<'lectern.hand'>): Done {
    return this.#ask(context, 'lectern.hand', body, (state, nowMs) =>
      handOver(state, body.successorId, nowMs),
    );
  }

  #ask(
    context: Context,
    action: Action,
    { sessionId }: Body,
    decide: (state: SessionState, nowMs: number) => Decision<DatedFact>,
  ): Done {
    return this.#deps.commands.command(context, { sessionId, action }, () => decide);
  }
}
