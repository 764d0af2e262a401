import { questionId as questionIdSchema } from '../../shared/kernel/ids.ts';
import type { RequestBody } from '../../shared/wire/requests.ts';
import type { NewId } from '../platform/ports.ts';
import { type CommandService, type Done, saltedText, sourceOf } from './session.command.service.ts';
import { answer, ask, close, show } from './session.question.rules.ts';
import type { Context } from './session.service.ts';
import { hashOfText } from './session.texts.ts';

/** Asking all rooms, and what they answer. */
export class QuestionService {
  readonly #commands: Pick<CommandService, 'command'>;
  readonly #newId: NewId;

  constructor(deps: { readonly commands: Pick<CommandService, 'command'>; readonly newId: NewId }) {
    this.#commands = deps.commands;
    this.#newId = deps.newId;
  }

  ask(context: Context, { sessionId, text, ...wish }: RequestBody<'question.ask'>): Done {
    const questionId = questionIdSchema.parse(this.#newId());
    const salted = text === undefined ? null : saltedText(text, this.#newId);
    const written = salted === null ? null : { text: salted, hash: hashOfText(salted) };
    return this.#commands.command(
      context,
      { sessionId, action: 'question.ask' },
      () => (state, nowMs) => ask(state, { ...wish, questionId, written }, nowMs),
    );
  }

  answer(context: Context, { sessionId, ...said }: RequestBody<'question.answer'>): Done {
    const source = sourceOf(context.actor, 'console');
    return this.#commands.command(
      context,
      { sessionId, action: 'question.answer', roomId: said.roomId },
      () => (state, nowMs) => answer(state, { ...said, source }, nowMs),
    );
  }

  show(context: Context, { sessionId, questionId }: RequestBody<'question.show'>): Done {
    return this.#commands.command(
      context,
      { sessionId, action: 'question.show' },
      () => (state, nowMs) => show(state, questionId, nowMs),
    );
  }

  close(context: Context, { sessionId, questionId }: RequestBody<'question.close'>): Done {
    return this.#commands.command(
      context,
      { sessionId, action: 'question.close' },
      () => (state, nowMs) => close(state, questionId, nowMs),
    );
  }
}
