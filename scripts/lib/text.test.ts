import { describe, expect, it } from 'vitest';
import { toPlain } from './plain.mjs';
import { say, terminalLocale } from './text.mjs';

describe('terminalLocale', () => {
  it.each([
    [{}, 'en'],
    [{ LANG: 'C.UTF-8' }, 'en'],
    [{ LANG: 'zh_CN.UTF-8' }, 'zh-CN'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'en_GB.UTF-8' }, 'en'],
    [{ LANG: 'en_GB.UTF-8', LC_MESSAGES: 'zh_TW' }, 'zh-CN'],
  ])('%o → %s', (env, locale) => {
    expect(terminalLocale(env)).toBe(locale);
  });
});

describe('toPlain', () => {
  const failure = (code: string) =>
    Object.assign(new Error(`${code}: something, open '/x'\n    at deep stack`), { code });

  it.each([
    ['ENOSPC', say('disk.full')],
    ['EDQUOT', say('disk.full')],
    ['EROFS', say('disk.denied', { folder: '/srv' })],
    ['EACCES', say('disk.denied', { folder: '/srv' })],
  ])('%s becomes one line with a way out', (code, sentence) => {
    const plain = toPlain(failure(code), '/srv');
    expect(plain.message).toBe(sentence);
    expect(plain.wayOut).not.toBe('');
  });

  it('shows no stack of anything else either', () => {
    expect(toPlain(failure('EWEIRD'), '/srv').message).not.toMatch(/\n|stack/);
    expect(toPlain('a string', '/srv').message).toContain('a string');
  });
});
