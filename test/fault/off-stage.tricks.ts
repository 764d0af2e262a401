import { type ConsumerId, roomId, type SessionId } from '../../shared/kernel/ids.ts';
import type { SeatKey } from '../../shared/session/session.events.ts';
import type { BoldClient } from '../support/bold-client.ts';
import type { Listener } from '../support/light-client.ts';
import type { Sitter } from '../support/sitter.ts';

/** Who plays in one lesson: one who may not be heard and tries to, those who must not hear, and who leads. */
export type Cast = {
  readonly sessionId: SessionId;
  readonly bold: BoldClient;
  readonly listeners: readonly Listener[];
  readonly leader: Sitter;
  /** A second connection of the same screen or person; a screen's first one is closed by it. */
  readonly twin: () => Promise<BoldClient>;
  /** Sits down anew, as after a restart. */
  readonly again: () => Promise<void>;
  /** Another seat that may be called on. */
  readonly other: SeatKey | null;
};

/** What a changed client tries before it speaks. Answers with what the server said to each request: a code, or null for a yes. */
export type Trick = {
  readonly name: string;
  readonly needs?: (cast: Cast) => boolean;
  readonly play: (cast: Cast) => Promise<readonly (string | null)[]>;
};

const RUSH = 20;

/** For whoever is not on stage, whether they never were or are no longer. */
export const tricks: readonly Trick[] = [
  { name: 'speaks without asking', play: async () => [] },
  { name: 'publishes a voice', play: async ({ bold }) => [await bold.publish('voice')] },
  {
    name: 'publishes a voice under another number, and as a compatible stream',
    play: async ({ bold }) => [
      await bold.publish('voice', bold.voice(bold.voiceSsrc + 500)),
      await bold.publish('voice', bold.voice(), { compatible: true }),
    ],
  },
  {
    name: 'publishes its voice as content and as camera',
    play: async ({ bold }) => [
      await bold.publish('content', bold.voice()),
      await bold.publish('camera', bold.voice()),
    ],
  },
  {
    name: 'publishes its voice over a private line, asked for and answered by itself',
    play: async ({ bold, sessionId }) => {
      const { sitter, joined } = bold.client;
      const about = { sessionId, roomId: roomId.parse(joined.seat.slice(joined.seat.indexOf(':') + 1)) };
      return [
        await sitter.ask('lineVoice.ask', about),
        await sitter.ask('lineVoice.answer', about),
        await bold.publish('line', bold.voice()),
      ];
    },
  },
  {
    name: 'publishes content',
    play: async ({ bold }) => [await bold.publish('content', { ...bold.picture })],
  },
  {
    name: 'asks for the part of the lecturer, then publishes',
    play: async ({ bold, sessionId }) => {
      const { sitter } = bold.client;
      const part = await sitter.get('session.join', { sessionId, part: 'lecturer' }).then(
        (joined) => (joined.part === 'lecturer' ? null : 'UNCHANGED'),
        () => 'REFUSED',
      );
      return [part, await bold.renew().then((refused) => refused ?? bold.publish('voice'))];
    },
  },
  {
    name: 'calls itself on stage, then publishes',
    play: async ({ bold, sessionId }) => {
      const { sitter, joined } = bold.client;
      return [await sitter.ask('stage.call', { sessionId, seat: joined.seat }), await bold.publish('voice')];
    },
  },
  {
    name: 'opens new transports, then publishes',
    play: async ({ bold }) => [(await bold.renew()) ?? (await bold.publish('voice'))],
  },
  {
    name: 'steers the consumers of others',
    play: async ({ bold, sessionId }) => {
      const { sitter } = bold.client;
      const wishes = bold.streams.map((each) => ({
        consumerId: each as string as ConsumerId,
        paused: false,
        priority: 255,
      }));
      if (wishes.length > 0) await sitter.ask('media.steer', { sessionId, wishes });
      return [await bold.publish('voice')];
    },
  },
  {
    name: `publishes ${RUSH} times at once`,
    play: ({ bold }) => Promise.all(Array.from({ length: RUSH }, () => bold.publish('voice'))),
  },
  {
    name: 'opens a second connection and publishes there',
    play: async ({ bold, twin, again }) => {
      const second = await twin();
      try {
        const answers = [(await second.renew()) ?? (await second.publish('voice'))];
        bold.streams.push(...second.streams);
        await second.speak(10);
        return answers;
      } finally {
        second.close();
        second.client.sitter.leave();
        await again();
      }
    },
  },
  {
    name: 'publishes while another is on stage',
    needs: ({ other }) => other !== null,
    play: async ({ bold, leader, other, sessionId }) => {
      if (other === null) return [];
      const called = await leader.ask('stage.call', { sessionId, seat: other });
      if (called !== null) throw new Error(`the other room could not be called: ${called}`);
      const answers = [await bold.publish('voice')];
      await leader.ask('stage.release', { sessionId, seat: other });
      return answers;
    },
  },
];
