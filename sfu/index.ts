import { type FakeEngineOptions, FakeMediaEngine } from './fake/fake-engine.ts';

export { createMediasoupEngine } from './engine/engine.ts';
export { type FakeEngineOptions, FakeMediaEngine } from './fake/fake-engine.ts';
export type * from './feed.types.ts';
export { type Compatible, sendCompatible } from './ingest/compatible.ts';
export { type Pull, pull } from './ingest/pull.ts';
export { Push } from './ingest/push.ts';
export { type RtmpServer, startRtmpServer } from './ingest/rtmp-server.ts';
export type { RtmpRefusal, RtmpTaker } from './ingest/rtmp-session.ts';
export { Tracks } from './ingest/tracks.ts';
export { codecsOffered, playerAnswer, readPlayerOffer } from './ingest/whep.rules.ts';
export { answerTo, iceLines, readOffer, type WhipOffer } from './ingest/whip.rules.ts';
export type * from './outlet.types.ts';
export {
  createRecorder,
  type Recorder,
  type Take,
  type TakeEnd,
} from './recorder/recorder.ts';
export { takeStill } from './recorder/still.ts';
export type * from './tap.types.ts';
export type * from './types.ts';
export { obtainWorker } from './worker/obtain.ts';
export { terminalText } from './worker/terminal.ts';

/** The engine's door without a native process, for tests and for work on screens. */
export function createFakeEngine(options: FakeEngineOptions = {}): FakeMediaEngine {
  return new FakeMediaEngine(options);
}
