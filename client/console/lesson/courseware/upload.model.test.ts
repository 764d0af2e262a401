import { describe, expect, it } from 'vitest';
import { COURSEWARE_PART_BYTES, type CoursewareCard } from '../../../../shared/courseware-file.ts';
import { coursewareId, sessionId as sessionIdSchema } from '../../../../shared/kernel/ids.ts';
import { fail, ok } from '../../../../shared/kernel/result.ts';
import { idOf } from '../../lesson-card.fixture.ts';
import { nameOf, type UploadDeps, uploadFile } from './upload.model.ts';

const sessionId = sessionIdSchema.parse(idOf(1));
const BYTES = COURSEWARE_PART_BYTES + 10;
const file = new File([new Uint8Array(BYTES)], '课文.pdf');

function serverWith(answers: (() => Response)[] = []) {
  let doneBytes = 0;
  const card = (): CoursewareCard => ({
    coursewareId: coursewareId.parse(idOf(2)),
    name: '课文.pdf',
    uploadedAtMs: 1,
    now: doneBytes < BYTES ? { state: 'uploading', doneBytes, totalBytes: BYTES } : { state: 'converting' },
  });
  const asked: number[] = [];
  const announced: unknown[] = [];
  const deps = {
    call: async (_name: string, body: unknown) => {
      announced.push(body);
      return ok(card());
    },
    fetch: async (url: string, init: RequestInit) => {
      asked.push(Number(new URL(url, 'https://school.example').searchParams.get('at')));
      const other = answers.shift();
      if (other !== undefined) return other();
      doneBytes = (asked.at(-1) ?? 0) + (init.body instanceof Blob ? init.body.size : 0);
      return Response.json(card());
    },
    pause: async () => undefined,
  } as unknown as UploadDeps;
  const have = (bytes: number) => {
    doneBytes = bytes;
  };
  return { deps, asked, announced, card, have };
}

describe('uploading a file', () => {
  it('says why the server does not take it', async () => {
    const { deps } = serverWith();
    const refused = { ...deps, call: async () => fail('TOO_LARGE') } as unknown as UploadDeps;
    expect(await uploadFile({ sessionId, file, before: [] }, refused, () => undefined)).toEqual(
      fail('TOO_LARGE'),
    );
    const gone = serverWith([() => Response.json({ code: 'NOT_FOUND' }, { status: 404 })]);
    expect(await uploadFile({ sessionId, file, before: [] }, gone.deps, () => undefined)).toEqual(
      fail('NOT_FOUND'),
    );
  });

  it('gives up when nothing ever comes through', async () => {
    const cut = () => {
      throw new TypeError('cut');
    };
    const { deps, asked } = serverWith(Array.from({ length: 50 }, () => cut));
    expect(await uploadFile({ sessionId, file, before: [] }, deps, () => undefined)).toEqual(
      fail('UNAVAILABLE'),
    );
    expect(asked.length).toBeLessThan(20);
  });

  it('goes part by part, tries a cut part again, and tells how far it is', async () => {
    const cut = () => {
      throw new TypeError('cut');
    };
    const { deps, asked } = serverWith([cut]);
    const told: number[] = [];
    const result = await uploadFile({ sessionId, file, before: [] }, deps, (ratio) => told.push(ratio));
    expect(result.ok && result.value.now.state).toBe('converting');
    expect(asked).toEqual([0, 0, COURSEWARE_PART_BYTES]);
    expect(told.at(-1)).toBe(1);
  });

  it('goes on from where the server is, for a file begun before and for one it knows better', async () => {
    const { deps, asked, announced, card, have } = serverWith();
    have(1000);
    await uploadFile({ sessionId, file, before: [card()] }, deps, () => undefined);
    expect(announced).toEqual([]);
    expect(asked[0]).toBe(1000);
    const behind = serverWith([
      () => Response.json({ code: 'CONFLICT', params: { at: 500 } }, { status: 409 }),
    ]);
    behind.have(1000);
    await uploadFile({ sessionId, file, before: [behind.card()] }, behind.deps, () => undefined);
    expect(behind.asked.slice(0, 2)).toEqual([1000, 500]);
  });
});

it('a name keeps its ending and loses what cannot be seen', () => {
  expect(nameOf('a\u200b/b\\c.pdf')).toBe('abc.pdf');
  expect(nameOf(`${'长'.repeat(200)}.pptx`)).toBe(`${'长'.repeat(115)}.pptx`);
});
