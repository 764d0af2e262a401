import { beforeEach, describe, expect, it } from 'vitest';
import { type Mark, type MarkNews, mark, markMove, STROKE_POINTS_MAX } from '../../../shared/courseware.ts';
import { coursewareId, sessionId as sessionIdSchema, uuidV7 } from '../../../shared/kernel/ids.ts';
import { fail, ok } from '../../../shared/kernel/result.ts';
import { WHOLE_PAGE } from '../../../shared/session/session.courseware.ts';
import { coursewareRequests } from '../../../shared/wire/courseware-requests.ts';
import { FakeEnvironment, settle } from '../doubles.ts';
import type { LiveClient } from '../live.types.ts';
import { MarkBoard } from './mark-board.ts';
import { MarkPen } from './mark-pen.ts';

const id = (n: number) => uuidV7(n, new Uint8Array(10).fill(n));
const sessionId = sessionIdSchema.parse(id(1));
const ref = { coursewareId: coursewareId.parse(id(2)), page: 1 };
const open = { ...ref, pageCount: 3, zoom: WHOLE_PAGE, openedAtMs: 1 };
const red = { tool: 'pen', colour: 'red', width: 5 } as const;

/** A server that keeps marks of one page, and tells nobody but who asks. */
class FakeServer {
  marks: Mark[] = [];
  seq = 0;
  down = false;
  readonly moves: unknown[] = [];
  readonly commands: { name: string; body: Record<string, unknown> }[] = [];
  lists = 0;

  request = async (name: 'mark.move' | 'mark.list' | 'mark.draw', body: Record<string, unknown>) => {
    if (this.down) return fail('UNAVAILABLE');
    if (!coursewareRequests[name].body.safeParse(body).success) return fail('BAD_REQUEST');
    if (name === 'mark.move') {
      this.moves.push(markMove.parse(body['move']));
      return ok({});
    }
    if (name === 'mark.list') {
      this.lists += 1;
      return ok({ ...ref, seq: this.seq, marks: [...this.marks] });
    }
    const drawn = mark.parse(body['mark']);
    if (!this.marks.some(({ markId }) => markId === drawn.markId)) {
      this.marks.push(drawn);
      this.seq += 1;
    }
    return ok({ seq: this.seq });
  };

  command = async (name: string, body: Record<string, unknown>) => {
    this.commands.push({ name, body });
    return ok({});
  };
}

let server: FakeServer;
let environment: FakeEnvironment;
let board: MarkBoard;
let pen: MarkPen;
let tell: (name: string, body: object) => void;

beforeEach(async () => {
  server = new FakeServer();
  environment = new FakeEnvironment();
  const listeners = new Map<string, (body: object) => void>();
  tell = (name, body) => listeners.get(name)?.(body);
  const live = {
    request: server.request,
    command: server.command,
    nowMs: environment.nowMs,
    on: (name: string, listener: (body: object) => void) => {
      listeners.set(name, listener);
      return () => undefined;
    },
  } as unknown as LiveClient;
  board = new MarkBoard({
    on: live.on,
    request: live.request,
    nowMs: environment.nowMs,
    after: environment.after,
  });
  pen = new MarkPen({ live, board, environment });
  board.show(sessionId, open, true);
  await settle();
});

const marksSeen = () => board.drawing.get().marks;
const drawLine = async (count: number) => {
  pen.down(red, [0, 0.5, 0.5]);
  for (let n = 1; n < count; n += 1) pen.move([[(n % 900) / 1000, n / 5000, 0.5]]);
  pen.up();
  await settle();
};
const news = (change: MarkNews['change']) => {
  server.seq += 1;
  tell('mark.changed', { sessionId, news: { ...ref, seq: server.seq, change } });
};

describe('a pen', () => {
  it('draws nothing where no page is open', () => {
    board.show(sessionId, null, true);
    pen.down(red, [0, 0, 0.5]);
    pen.up();
    expect(server.moves).toEqual([]);
  });

  it('is seen here at once, sent live, kept by the server once, and shown once', async () => {
    pen.down(red, [0.1, 0.1, 0.5]);
    expect(board.drawing.get().moving.growing[0]?.points).toHaveLength(1);
    pen.move([[0.2, 0.2, 0.5]]);
    await environment.advance(20);
    expect(server.moves).toHaveLength(2);
    pen.up();
    expect(marksSeen()).toHaveLength(1);
    await settle();
    expect(server.marks).toHaveLength(1);
    news({ kind: 'drawn', mark: marksSeen()[0] as Mark });
    expect(marksSeen()).toHaveLength(1);
    expect(board.drawing.get().moving.growing).toEqual([]);
  });

  it('says no more than sixty pieces a second, and loses no point', async () => {
    pen.down(red, [0, 0, 0.5]);
    for (let ms = 1; ms <= 450; ms += 1) {
      pen.move([[ms / 1000, 0.5, 0.5]]);
      await environment.advance(1);
    }
    pen.up();
    await settle();
    expect(server.moves.length).toBeLessThanOrEqual(28);
    expect(server.marks[0]?.points.length).toBe(451);
  });

  it('goes on as another stroke where one is full', async () => {
    await drawLine(STROKE_POINTS_MAX + 20);
    expect(server.marks.map(({ points }) => points.length)).toEqual([STROKE_POINTS_MAX, 21]);
  });

  it('keeps what was drawn while the line was down, and sends it in order when it is back', async () => {
    server.down = true;
    await drawLine(3);
    await drawLine(4);
    expect(marksSeen()).toHaveLength(2);
    server.down = false;
    await environment.advance(2_000);
    expect(server.marks.map(({ points }) => points.length)).toEqual([3, 4]);
  });

  it('takes back what it drew, and brings back what was wiped under new names', async () => {
    await drawLine(3);
    const [first] = marksSeen();
    pen.undo();
    expect(marksSeen()).toEqual([]);
    expect(server.commands[0]?.body).toMatchObject({ markIds: [first?.markId], undo: true });
    await drawLine(4);
    pen.clear();
    expect(marksSeen()).toEqual([]);
    pen.undo();
    await settle();
    expect(marksSeen()).toHaveLength(1);
    expect(new Set(server.marks.map(({ markId }) => markId)).size).toBe(3);
  });
});

describe('the board', () => {
  it('asks for the page when news were missed, and after every cut', async () => {
    expect(server.lists).toBe(1);
    server.seq = 5;
    news({ kind: 'cleared' });
    await settle();
    expect(server.lists).toBe(2);
    board.show(sessionId, open, false);
    board.show(sessionId, open, true);
    await settle();
    expect(server.lists).toBe(3);
  });

  it('shows what others draw, and nothing of another page', () => {
    const move = { ...red, ...ref, markId: id(9), points: [[0.1, 0.1, 0.5]] };
    tell('mark.moved', { sessionId, move: { ...move, page: 2 } });
    expect(board.drawing.get().moving.growing).toEqual([]);
    tell('mark.moved', { sessionId, move });
    expect(board.drawing.get().moving.growing).toHaveLength(1);
  });
});
