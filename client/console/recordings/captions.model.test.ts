import { describe, expect, it } from 'vitest';
import { openedFile, spanOfLine } from './captions.model.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('a file of captions that was chosen', () => {
  it('that is bad is edited as it came: nothing of it is lost', () => {
    const text = '1\n00:00:05,000 --> 00:00:02,000\nbackwards\n';
    expect(openedFile(bytes(text.replaceAll('\n', '\r\n')))).toEqual({
      text,
      problem: { reason: 'order', line: 2 },
    });
    expect(openedFile(new Uint8Array([0, 1, 2, 3]))).toMatchObject({
      text: '',
      problem: { reason: 'encoding' },
    });
  });

  it('is edited as SRT, whichever it was', () => {
    expect(openedFile(bytes('WEBVTT\n\n00:01.000 --> 00:02.000\n3 &lt; 5'))).toEqual({
      text: '1\n00:00:01,000 --> 00:00:02,000\n3 < 5\n',
      problem: null,
    });
  });
});

it('a line is found in its text', () => {
  expect(spanOfLine('ab\ncde\n', 2)).toEqual([3, 6]);
  expect(spanOfLine('ab', 1)).toEqual([0, 2]);
  expect(spanOfLine('ab', 9)[1]).toBeGreaterThanOrEqual(2);
});
