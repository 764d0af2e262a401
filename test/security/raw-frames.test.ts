import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, type Edge, startEdge } from '../support/edge.ts';
import {
  binaryFrame,
  frameBytes,
  openRaw,
  openWebSocket,
  type Raw,
  textFrame,
  untilHeard,
} from '../support/raw-socket.ts';

let edge: Edge;
let witness: Client;
let calls = 0;
beforeAll(async () => {
  edge = await startEdge({
    onRequest: async (_context, _body, name) => {
      if (name !== 'session.leave') calls += 1;
      return { ok: true, value: {} };
    },
  });
  witness = await edge.client();
});
afterAll(() => edge.stop());

const sessionId = '01890000-0000-7000-8000-000000000001';
async function othersAreFine(): Promise<void> {
  expect((await witness.ask('session.leave', { body: { sessionId } })).ok).toBe(true);
}

/** Greets as a client does; then it can be rude. */
async function greeted(): Promise<Raw> {
  const raw = await openWebSocket(edge.port);
  raw.write(textFrame('40{"version":1}'));
  await untilHeard(raw, '"sid":"');
  return raw;
}

const join = '"session.join",{"body":{}}';
const frames: readonly (readonly [string, readonly Buffer[]])[] = [
  ['half a message', [textFrame('42')]],
  ['JSON that ends early', [textFrame('42["session.join",{"body":')]],
  ['no list', [textFrame('42{"0":"session.join"}')]],
  ['a list without a name', [textFrame('421[]')]],
  ['no name', [textFrame('421[null,{}]')]],
  ['a number for a name', [textFrame('421[7,{}]')]],
  ['an object for a name', [textFrame('421[{"__proto__":{"polluted":1}},{}]')]],
  ['a reserved name', [textFrame('421["disconnect"]')]],
  ['another reserved name', [textFrame('421["connect_error",{}]')]],
  ['the name of an emitter’s own event', [textFrame('421["newListener",{}]')]],
  ['an error event', [textFrame('421["error",{}]')]],
  ['20,000 brackets', [textFrame(`421["session.join",${'['.repeat(20_000)}`)]],
  ['20,000 pairs of brackets', [textFrame(`421["session.join",${'['.repeat(20_000)}${']'.repeat(20_000)}]`)]],
  ['an id beyond all numbers', [textFrame(`42${'9'.repeat(400)}[${join}]`)]],
  ['attachments without a dash', [textFrame(`45999999[${join}]`)]],
  ['endless attachments', [textFrame(`45999999-1[${join}]`)]],
  ['eleven attachments', [textFrame(`4511-1["session.join"${',{"_placeholder":true,"num":0}'.repeat(11)}]`)]],
  [
    'an attachment that is not there',
    [textFrame('451-1["session.join",{"_placeholder":true,"num":99}]'), binaryFrame(Buffer.from('x'))],
  ],
  [
    'a negative attachment',
    [textFrame('451-1["session.join",{"_placeholder":true,"num":-1}]'), binaryFrame(Buffer.from('x'))],
  ],
  [
    'text where an attachment is due',
    [textFrame('451-1["session.join",{"_placeholder":true,"num":0}]'), textFrame(`421[${join}]`)],
  ],
  ['an attachment nobody announced', [binaryFrame(Buffer.from([4, 0, 1, 2]))]],
  ['an answer to nothing', [textFrame('4399["x"]')]],
  ['a second greeting', [textFrame('40{"version":1}')]],
  ['another namespace', [textFrame('40/admin,{"version":1}')]],
  ['a namespace named like a property', [textFrame('40/__proto__,{}')]],
  ['a server’s refusal', [textFrame('44{"message":"x"}')]],
  ['an unknown kind', [textFrame('49["x"]')]],
  ['an unknown packet', [textFrame('9')]],
  ['an upgrade in an upgrade', [textFrame('2probe'), textFrame('5')]],
  ['nothing', [textFrame('')]],
  ['a null byte', [textFrame('\u0000')]],
  ['a face', [textFrame('💥')]],
  ['text that is no UTF-8', [frameBytes({ opcode: 1, payload: Buffer.from([0x34, 0x32, 0xff, 0xfe]) })]],
  ['a reserved frame', [frameBytes({ opcode: 3, payload: 'x' })]],
  ['a long ping', [frameBytes({ opcode: 9, payload: 'x'.repeat(200) })]],
  ['a middle without a beginning', [frameBytes({ opcode: 0, payload: 'x' })]],
  ['an unmasked frame', [Buffer.from([0x81, 0x01, 0x34])]],
  [
    'a frame that names 2^63 bytes',
    [Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0])],
  ],
];

describe('S-02: frames by hand', () => {
  test.each(frames)(
    '%s: others go on, nothing is done',
    async (_what, bytes) => {
      calls = 0;
      const raw = await greeted();
      for (const each of bytes) raw.write(each);
      // An answer to a message behind it, or its end, shows that the frame has been dealt with.
      raw.write(textFrame('429["room.agenda",1]'));
      await Promise.race([untilHeard(raw, '439[').catch(() => undefined), raw.closedAfterMs]);
      await othersAreFine();
      expect(calls).toBe(0);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      raw.socket.destroy();
    },
    20_000,
  );

  test('a message before the greeting is not taken', async () => {
    calls = 0;
    const raw = await openWebSocket(edge.port);
    raw.write(textFrame('421["room.agenda",{"body":{}}]'));
    await raw.closedAfterMs;
    await othersAreFine();
    expect(calls).toBe(0);
  });

  const http: readonly (readonly [string, string])[] = [
    ['noise', '\u0001\u0002\u0003\r\n\r\n'],
    ['another protocol', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a handshake of another one', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003'],
    [
      'an upgrade with a broken key',
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n\r\n',
    ],
    [
      'an upgrade to nothing',
      'GET /api/me HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    ],
    [
      'an unknown transport',
      'GET /socket.io/?EIO=4&transport=constructor HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    ],
    [
      'an old protocol',
      'GET /socket.io/?EIO=3&transport=polling HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    ],
    [
      'an unknown connection',
      'GET /socket.io/?EIO=4&transport=polling&sid=__proto__ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    ],
    ['a header without end', `GET / HTTP/1.1\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`],
    [
      'two lengths',
      'POST /api/logout HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
    ],
    [
      'length and chunks',
      'POST /api/logout HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'a chunk without size',
      'POST /api/logout HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    ],
  ];
  test.each(http)(
    '%s instead of a request is hung up on',
    async (_what, text) => {
      const raw = await openRaw(edge.port);
      raw.write(Buffer.from(text, 'latin1'));
      await raw.closedAfterMs;
      await othersAreFine();
      expect(raw.heard()).not.toMatch(/^HTTP\/1\.1 (101|2)/);
    },
    20_000,
  );

  test('ten thousand fragments of one byte cost next to no memory', async () => {
    const raw = await greeted();
    global.gc?.();
    const beforeBytes = process.memoryUsage().rss;
    raw.write(frameBytes({ opcode: 1, payload: '4', final: false }));
    const many = Buffer.concat(
      Array.from({ length: 10_000 }, () => frameBytes({ opcode: 0, payload: 'x', final: false })),
    );
    raw.write(many);
    await othersAreFine();
    expect(process.memoryUsage().rss - beforeBytes).toBeLessThan(50 * 2 ** 20);
    raw.socket.destroy();
    await othersAreFine();
  });
});
