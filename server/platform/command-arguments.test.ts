import { expect, test } from 'vitest';
import { readCommandLine } from './command-arguments.ts';

const read = (...argv: readonly string[]) =>
  readCommandLine(argv, ['to', 'key'], (text) => new RangeError(text));

test('an option that is unknown, or stands without its value, is named as it was written', () => {
  expect(() => read('copy', '--where=there')).toThrow(new RangeError('--where'));
  expect(() => read('copy', '-x')).toThrow(new RangeError('-x'));
  expect(() => read('copy', '--help', '--to')).toThrow(new RangeError('--to'));
  expect(() => read('--to', 'a', '--help=yes')).toThrow(RangeError);
});

test('words, own options, the folder of the records and the wish for help', () => {
  expect(read('copy', 'a file', '--to', 'there', '--data-dir=/records')).toEqual({
    words: ['copy', 'a file'],
    options: { to: 'there' },
    wantsHelp: false,
    settings: ['--data-dir', '/records'],
  });
  expect(read('-h')).toEqual({ words: [], options: {}, wantsHelp: true, settings: [] });
  expect(read('--', '--to').words).toEqual(['--to']);
});
