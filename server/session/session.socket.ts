import { connectionId as connectionIdSchema } from '../../shared/kernel/ids.ts';
import { fail, type Result } from '../../shared/kernel/result.ts';
import type { Actor } from '../identity/identity.types.ts';
import { SILENT_MS } from '../platform/hearing.ts';
import type { Clock, ConnectionListener, Disconnect, RequestHandlers } from '../platform/ports.ts';
import type { CommandService } from './session.command.service.ts';
import type { LineVoiceService } from './session.line-voice.service.ts';
import type { SessionLog } from './session.log.ts';
import type { MediaService } from './session.media.service.ts';
import type { QuestionService } from './session.question.service.ts';
import type { Roster } from './session.roster.ts';
import type { Context, SeatService } from './session.service.ts';
import type { Talk } from './session.talk.ts';
import type { DatedFact } from './session.types.ts';
import type { WallService } from './session.wall.service.ts';

export type SessionHandlers = Pick<
  RequestHandlers<Actor>,
  | 'session.join'
  | 'session.leave'
  | 'session.catchUp'
  | 'session.start'
  | 'session.end'
  | 'session.reopen'
  | 'headCount.set'
  | 'stage.call'
  | 'stage.release'
  | 'stage.pick'
  | 'ownTurn.note'
  | 'question.ask'
  | 'question.answer'
  | 'question.show'
  | 'question.close'
  | 'wall.arrange'
  | 'wall.spotlight'
  | 'notice.say'
  | 'notice.clear'
  | 'music.set'
  | 'saving.set'
  | 'seat.mute'
  | 'talk.hold'
  | 'seat.remove'
  | 'seat.readmit'
  | 'lectern.hand'
  | 'hand.raise'
  | 'hand.lower'
  | 'signal.send'
  | 'confirmation.set'
  | 'line.say'
  | 'line.read'
  | 'lineVoice.ask'
  | 'lineVoice.answer'
  | 'lineVoice.end'
  | 'media.join'
  | 'media.connect'
  | 'media.restartIce'
  | 'media.publish'
  | 'media.unpublish'
  | 'media.receive'
  | 'media.steer'
>;

/** @param draining from when on nothing may be promised any more: everybody has been written off */
export function createHandlers(
  services: {
    readonly seats: SeatService;
    readonly commands: CommandService;
    readonly questions: QuestionService;
    readonly walls: WallService;
    readonly media: MediaService;
    readonly talk: Talk;
    readonly lineVoices: LineVoiceService;
  },
  draining: () => boolean,
): SessionHandlers {
  const { seats, commands, questions, walls, media, talk, lineVoices } = services;
  const open =
    <B, T>(handle: (context: Context, body: B) => Promise<Result<T>>) =>
    async (context: Context, body: B): Promise<Result<T>> =>
      draining() ? fail('UNAVAILABLE') : handle(context, body);
  return {
    'session.join': open((context, body) => seats.join(context, body)),
    'session.leave': open((context, body) => seats.leave(context, body.sessionId)),
    'session.catchUp': open(async (context, body) => seats.catchUp(context, body)),
    'session.start': open((context, body) => commands.start(context, body)),
    'session.end': open((context, body) => commands.end(context, body)),
    'session.reopen': open((context, body) => commands.reopen(context, body)),
    'headCount.set': open((context, body) => commands.setHeadCount(context, body)),
    'stage.call': open((context, body) => commands.call(context, body)),
    'stage.release': open((context, body) => commands.release(context, body)),
    'stage.pick': open((context, body) => commands.pick(context, body)),
    'ownTurn.note': open((context, body) => commands.noteOwnTurn(context, body)),
    'question.ask': open((context, body) => questions.ask(context, body)),
    'question.answer': open((context, body) => questions.answer(context, body)),
    'question.show': open((context, body) => questions.show(context, body)),
    'question.close': open((context, body) => questions.close(context, body)),
    'wall.arrange': open((context, body) => walls.arrange(context, body)),
    'wall.spotlight': open((context, body) => walls.spotlight(context, body)),
    'notice.say': open((context, body) => walls.sayNotice(context, body)),
    'notice.clear': open((context, body) => walls.clearNotice(context, body)),
    'music.set': open((context, body) => walls.setMusic(context, body)),
    'saving.set': open((context, body) => walls.setSaving(context, body)),
    'seat.mute': open((context, body) => walls.mute(context, body)),
    'talk.hold': open((context, body) => talk.hold(context, body)),
    'seat.remove': open((context, body) => walls.remove(context, body)),
    'seat.readmit': open((context, body) => walls.readmit(context, body)),
    'lectern.hand': open((context, body) => walls.handOver(context, body)),
    'hand.raise': open((context, body) => commands.raiseHand(context, body)),
    'hand.lower': open((context, body) => commands.lowerHand(context, body)),
    'signal.send': open((context, body) => commands.sendSignal(context, body)),
    'confirmation.set': open((context, body) => commands.confirm(context, body)),
    'line.say': open((context, body) => commands.sayLine(context, body)),
    'lineVoice.ask': open((context, body) => lineVoices.ask(context, body)),
    'lineVoice.answer': open((context, body) => lineVoices.answer(context, body)),
    'lineVoice.end': open((context, body) => lineVoices.end(context, body)),
    'line.read': open((context, body) => commands.readLine(context, body)),
    'media.join': open((context, body) => media.join(context, body)),
    'media.connect': open((context, body) => media.connect(context, body)),
    'media.restartIce': open((context, body) => media.restartIce(context, body)),
    'media.publish': open((context, body) => media.publish(context, body)),
    'media.unpublish': open((context, body) => media.unpublish(context, body)),
    'media.receive': open((context, body) => media.receive(context, body)),
    'media.steer': open((context, body) => media.steer(context, body)),
  };
}

export function createListener(deps: {
  readonly roster: Roster;
  readonly sessionLog: SessionLog;
  readonly clock: Clock;
}): ConnectionListener<Actor> {
  const { roster, sessionLog, clock } = deps;
  return {
    connected: (connection) => roster.connected(connection),
    disconnected(connection, how, lastHeardAtMs) {
      const member = roster.disconnected(connection.id);
      if (member === undefined) return;
      const times = { nowMs: clock.nowMs(), lastHeardAtMs };
      void sessionLog.record(member.sessionId, departure(connection.id, how, times));
    },
  };
}

/** Somebody who says goodbye has left now; somebody who falls silent was lost when they were last heard. */
function departure(
  id: string,
  how: Disconnect,
  times: { readonly nowMs: number; readonly lastHeardAtMs: number },
): DatedFact {
  const connectionId = connectionIdSchema.parse(id);
  switch (how) {
    case 'client':
      // A goodbye over a line that was cut comes when the line does; whoever said it was gone all the while.
      if (times.nowMs - times.lastHeardAtMs >= SILENT_MS) return departure(id, 'timeout', times);
      return {
        type: 'presence.left',
        body: { connectionId, reason: 'closed' },
        occurredAtMs: times.nowMs,
      };
    case 'server':
      return {
        type: 'presence.left',
        body: { connectionId, reason: 'removed' },
        occurredAtMs: times.nowMs,
      };
    case 'timeout':
    case 'transport':
      return {
        type: 'presence.lost',
        body: { connectionId, cause: how },
        occurredAtMs: times.lastHeardAtMs,
      };
  }
}
