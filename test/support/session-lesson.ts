import { spaceOf } from '../../server/session/session.media.ts';
import { actors, type House, joinLesson, must, SESSION, type TestClient } from './session-house.ts';
import { cameraParameters, dtls, voiceParameters } from './session-media.ts';

/** The one lesson of the house, as requests name it, and its room in the engine. */
export const here = { sessionId: SESSION };
export const space = spaceOf(SESSION);
export const camera = { ...here, source: 'camera', rtpParameters: cameraParameters } as const;
export const voice = { ...here, source: 'voice', rtpParameters: voiceParameters } as const;

const BOTH_WAYS = ['receive', 'send'] as const;

export async function connectMedia(
  client: TestClient,
  directions: readonly ('receive' | 'send')[] = BOTH_WAYS,
): Promise<void> {
  for (const direction of directions)
    must(await client.ask('media.connect', { ...here, direction, dtlsParameters: dtls }));
}

/** Teacher 1 has started the lesson, room 1 sits in it with its screen; of media nothing is connected yet. */
export async function startedLesson(house: House) {
  const teacher = house.connect(actors.teacher(1));
  const screen = house.connect(actors.screen(1));
  await joinLesson(teacher);
  const { media } = await joinLesson(screen);
  must(await teacher.ask('session.start', here, house.newId()));
  return { teacher, screen, rtpCapabilities: media?.rtpCapabilities ?? {} };
}
