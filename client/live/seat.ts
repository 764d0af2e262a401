import { type AppError, errors } from '../../shared/kernel/errors.ts';
import type { SessionId } from '../../shared/kernel/ids.ts';
import { fail, type Result } from '../../shared/kernel/result.ts';
import type { ViewEnvelope } from '../../shared/session/session.view.ts';
import type { Joined, RequestAnswer, RequestBody } from '../../shared/wire/requests.ts';
import type { Environment } from './environment.ts';
import { type Mirror, mirrorOf, receiveNews } from './mirror.ts';
import { retryDelayMs } from './reconnect-policy.ts';

export type Part = RequestBody<'session.join'>['part'];

export type SeatDeps = {
  readonly environment: Environment;
  readonly join: (body: RequestBody<'session.join'>) => Promise<Result<Joined>>;
  readonly catchUp: (
    body: RequestBody<'session.catchUp'>,
    limits?: { readonly timeLimitMs: number },
  ) => Promise<Result<RequestAnswer<'session.catchUp'>>>;
  readonly linkIsUp: () => boolean;
  readonly seated: (joined: Joined) => void;
  readonly refused: (error: AppError) => void;
  readonly viewChanged: (mirror: Mirror) => void;
};

type Target = { readonly sessionId: SessionId; readonly part: Part; resumeToken: string | null };
/** News that came before the answer to the join; more than this is caught up on instead. */
const MOST_EARLY = 200;
const GAP_RETRY_MS = 1000;

/** Keeps one seat: joins, joins again after every cut with the resume token, and keeps the mirror whole. */
export class Seat {
  readonly #deps: SeatDeps;
  #target: Target | null = null;
  #mirror: Mirror | null = null;
  #early: ViewEnvelope[] = [];
  #generation = 0;
  #catchingUp = false;

  constructor(deps: SeatDeps) {
    this.#deps = deps;
  }

  get sessionId(): SessionId | null {
    return this.#target?.sessionId ?? null;
  }

  /** Whether the seat is taken over the line as it stands now. */
  get current(): boolean {
    return this.#mirror !== null;
  }

  /** The first try's answer; trying goes on while it is retryable. Waits for the line without a limit. */
  take(sessionId: SessionId, part: Part): Promise<Result<Joined>> {
    this.release();
    this.#target = { sessionId, part, resumeToken: null };
    return this.#deps.linkIsUp() ? this.#try(1) : Promise.resolve(fail('UNAVAILABLE'));
  }

  release(): void {
    this.#generation += 1;
    this.#target = null;
    this.#mirror = null;
    this.#early = [];
  }

  /** The line went: what comes from now on belongs to another connection. */
  linkDown(): void {
    this.#generation += 1;
    this.#catchingUp = false;
    this.#mirror = null;
    this.#early = [];
  }

  linkUp(): void {
    if (this.#target !== null) void this.#try(1);
  }

  receive(envelope: ViewEnvelope): void {
    if (envelope.sessionId !== this.#target?.sessionId) return;
    if (this.#mirror === null || this.#catchingUp) {
      this.#early = [...this.#early, envelope].slice(-MOST_EARLY);
      return;
    }
    const step = receiveNews(this.#mirror, envelope);
    if (step.state === 'applied') this.#show(step.mirror);
    if (step.state === 'gap') void this.#closeGap();
  }

  /** Whether the server answers within the limit; what was missed comes along. */
  check(timeLimitMs: number): Promise<boolean> {
    return this.#catchUp({ timeLimitMs });
  }

  async #closeGap(): Promise<void> {
    const generation = this.#generation;
    if (await this.#catchUp()) return;
    this.#deps.environment.after(
      GAP_RETRY_MS,
      () => generation === this.#generation && void this.#closeGap(),
    );
  }

  async #try(attempt: number): Promise<Result<Joined>> {
    const target = this.#target;
    if (target === null) return fail('INVALID_STATE');
    this.#generation += 1;
    const generation = this.#generation;
    this.#early = [];
    const { sessionId, part, resumeToken } = target;
    const result = await this.#deps.join({
      sessionId,
      ...(part === undefined ? {} : { part }),
      ...(resumeToken === null ? {} : { resumeToken }),
    });
    if (generation !== this.#generation) return result;
    if (result.ok) {
      target.resumeToken = result.value.resumeToken;
      this.#catchingUp = false;
      this.#mirror = mirrorOf(result.value.snapshot);
      this.#deps.seated(result.value);
      this.#replay();
      return result;
    }
    this.#deps.refused(result.error);
    if (errors[result.error.code].retryable) this.#later(attempt, generation);
    else this.release();
    return result;
  }

  #later(attempt: number, generation: number): void {
    const { environment } = this.#deps;
    const delayMs = retryDelayMs({ attempt: attempt + 1, downMs: 0, random: environment.random() });
    environment.after(delayMs, () => {
      if (generation === this.#generation && this.#deps.linkIsUp()) void this.#try(attempt + 1);
    });
  }

  async #catchUp(limits?: { readonly timeLimitMs: number }): Promise<boolean> {
    const sessionId = this.#target?.sessionId;
    const afterSeq = this.#mirror?.seq;
    if (sessionId === undefined || afterSeq === undefined || this.#catchingUp) return false;
    const generation = this.#generation;
    this.#catchingUp = true;
    const result = await this.#deps.catchUp({ sessionId, afterSeq }, limits);
    if (generation !== this.#generation) return result.ok;
    this.#catchingUp = false;
    if (result.ok) {
      if (result.value.kind === 'snapshot') this.#show(mirrorOf(result.value.snapshot));
      else this.receive(result.value.envelope);
    }
    this.#replay();
    return result.ok;
  }

  #replay(): void {
    const early = this.#early;
    this.#early = [];
    for (const envelope of early) this.receive(envelope);
  }

  #show(mirror: Mirror): void {
    this.#mirror = mirror;
    this.#deps.viewChanged(mirror);
  }
}
