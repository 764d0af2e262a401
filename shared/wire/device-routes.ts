import { z } from 'zod';
import {
  deviceCard,
  deviceCheck,
  deviceKey,
  LAUNCHERS_MAX,
  launcherPlatform,
  ownPc,
  pairingCode,
  pcDoing,
  startOrigin,
} from '../device.ts';
import { deviceId, roomId } from '../kernel/ids.ts';

const empty = z.strictObject({});
const nothing = z.object({});

/** The rows about devices: how screens and lecture PCs become a room's, and what administrators do with them. */
export const deviceRoutes = {
  'device.announce': {
    method: 'POST',
    path: '/api/device/announce',
    body: empty,
    answer: z.object({ code: pairingCode, expiresAtMs: z.int() }),
    about: 'An unpaired screen asks for the code to show; a cookie remembers who asked.',
  },
  'device.read': {
    method: 'GET',
    path: '/api/device',
    body: empty,
    answer: z.discriminatedUnion('state', [
      z.object({ state: z.literal('unpaired') }),
      z.object({ state: z.literal('paired'), deviceId }),
    ]),
    about: 'Whether this screen has been paired; sets its device cookie once it has.',
  },
  'device.exchange': {
    method: 'POST',
    path: '/api/device/exchange',
    body: z.strictObject({ key: deviceKey }),
    answer: z.object({ deviceId }),
    about: 'A wiped screen trades the key in its start address for its cookie.',
  },
  'device.pair': {
    method: 'POST',
    path: '/api/devices',
    body: z.strictObject({ code: pairingCode, roomId }),
    answer: z.object({ deviceId, key: deviceKey }),
    about:
      "An administrator binds the screen that shows `code` to a room. The key is for the screen's start address and is shown once.",
  },
  'device.provision': {
    method: 'POST',
    path: '/api/devices/provision',
    body: z.strictObject({
      roomIds: z.array(roomId).min(1).max(LAUNCHERS_MAX),
      platform: launcherPlatform,
      origin: startOrigin,
    }),
    answer: z.object({
      devices: z.array(z.object({ deviceId, roomId })),
      /** Where the screens start. */
      origin: startOrigin,
      fileName: z.string().max(120),
      zip: z.base64(),
    }),
    about:
      'A screen for each room that needs no code: a ZIP with a launcher in a folder per room. Each holds its key, which is told here only; `origin` is where the screens are to start unless the operator has named a public address.',
  },
  'device.move': {
    method: 'POST',
    path: '/api/devices/:deviceId/move',
    body: z.strictObject({ deviceId, roomId }),
    answer: nothing,
    about:
      "A device becomes another room's: a screen's sockets are closed, and it comes back there by itself. A lecture PC goes to a room with a lecture end that has none.",
  },
  'device.list': {
    method: 'GET',
    path: '/api/devices',
    body: empty,
    answer: z.array(deviceCard),
    about: 'Screens and lecture PCs.',
  },
  'device.revoke': {
    method: 'POST',
    path: '/api/devices/:deviceId/revoke',
    body: z.strictObject({ deviceId }),
    answer: nothing,
    about:
      'A screen may no longer sign in, and its sockets are closed; a lecture PC is none any more, whoever signs in at it.',
  },
  'device.rename': {
    method: 'POST',
    path: '/api/devices/:deviceId/rename',
    body: z.strictObject({ deviceId, name: z.string().trim().max(40) }),
    answer: nothing,
    about: 'What an administrator calls a device.',
  },
  'device.check': {
    method: 'POST',
    path: '/api/devices/:deviceId/check',
    body: z.strictObject({ deviceId }),
    answer: z.object({ state: z.enum(['asked', 'offline', 'inLesson']) }),
    about:
      'Asks a device to check camera, microphone, speaker and line now; one in a lesson is left alone. A lecture PC is there while its console is open.',
  },
  'device.claimPc': {
    method: 'POST',
    path: '/api/device/pc',
    body: z.strictObject({ roomId }),
    answer: z.object({ deviceId }),
    about:
      "Whoever is signed in says that this browser is on the PC of a lecture room. A room has one such device: a wiped PC becomes the same one again. A cookie remembers the device; who somebody is stays the login's.",
  },
  'device.beatPc': {
    method: 'POST',
    path: '/api/device/pc/beat',
    body: z.strictObject({ doing: pcDoing, wire: z.int().min(1).max(10_000) }),
    answer: ownPc,
    about: 'An open console asks whether this browser is a lecture PC, and says that it is there.',
  },
  'device.reportPc': {
    method: 'POST',
    path: '/api/device/pc/check',
    body: z.strictObject({ check: deviceCheck }),
    answer: nothing,
    about: 'A lecture PC says what its check found.',
  },
  'device.leavePc': {
    method: 'POST',
    path: '/api/device/pc/leave',
    body: empty,
    answer: z.object({ deviceId }),
    about: 'This browser is not on the lecture PC after all. The device stays.',
  },
} as const;
