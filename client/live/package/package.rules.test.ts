import { describe, expect, it } from 'vitest';
import type { Replay } from '../../../shared/recording.ts';
import { folderName, megabytesText, packFiles, packOf, safeName, sumsOf } from './package.rules.ts';
import { type PageWords, pageOf } from './package-page.rules.ts';

const listed = (path: string, more: object = {}) => ({ path, bytes: 1, sha256: 'x', ...more });
const [piece, whole, captions] = [
  listed('/recordings/a/pieces/p.mp4'),
  listed('/recordings/a/lesson.mp4'),
  listed('/recordings/a/captions/zh-CN.vtt'),
];

describe('what is taken along', () => {
  it('has names that lead nowhere else, and that every system takes', () => {
    const names = [
      '../../etc/passwd',
      'a/b.pdf',
      '',
      '..',
      'x\u0000:y.pdf',
      '分数的意义.pdf',
      'CON.pdf',
      'nul',
    ];
    expect(names.map(safeName)).toEqual([
      ...['_.._etc_passwd', 'a_b.pdf', 'file', 'file', 'x__y.pdf', '分数的意义.pdf', '_CON.pdf', '_nul'],
    ]);
    const long = safeName(`${'课'.repeat(300)}.pdf`);
    expect([long.endsWith('课.pdf'), Buffer.byteLength(long) < 255]).toEqual([true, true]);
  });

  it('has no two of one name, also where letters large and small are the same', () => {
    const named = (...names: string[]) =>
      packFiles(names.map((name, n) => listed(`/recordings/a/courseware/${n}`, { name }))).map(
        ({ name }) => name,
      );
    expect(named('课件.pdf', '课件.pdf', '课件.pdf')).toEqual(['课件.pdf', '2-课件.pdf', '3-课件.pdf']);
    expect(named('A.pdf', 'a.PDF')).toEqual(['A.pdf', '2-a.PDF']);
    expect(named('SHA256SUMS', 'Play.HTML', 'lesson.mp4')).toEqual([
      ...['2-SHA256SUMS', '2-Play.HTML', '2-lesson.mp4'],
    ]);
  });

  it('is the one file with what belongs to it, or the pieces while there is none', () => {
    const unused = [listed('/recordings/a/thumbnails.jpg'), listed('/recordings/a/marks.json')];
    const names = (...files: (typeof piece)[]) => packFiles(files).map(({ name }) => name);
    expect(names(piece, captions, ...unused)).toEqual(['p.mp4', 'zh-CN.vtt']);
    expect(names(captions, piece, whole)).toEqual(['zh-CN.vtt', 'lesson.mp4']);
    expect(packOf(replay, [piece]).playsAlone).toBe(false);
    expect(packOf(replay, [piece, whole])).toMatchObject({ playsAlone: true, bytes: 1 });
  });

  it('lies in a folder of its own lesson', () => {
    expect(folderName({ ...replay, grade: '三/年级' })).toMatch(
      /^\d{4}-\d\d-\d\d \d{4} 三_年级 数学 陈老师$/,
    );
    expect(sumsOf(packFiles([whole, captions]))).toBe('x  lesson.mp4\nx  zh-CN.vtt\n');
    expect([0, 1, 2_340_000, 312_600_000].map(megabytesText)).toEqual(['0', '0.1', '2.3', '313']);
  });
});

const ID = '01900000-0000-7000-8000-0000000000a1';
const replay = {
  ...{
    subject: '数学',
    grade: '',
    lecturerName: '陈老师',
    schoolName: '<实验小学>',
    startedAtMs: 1_780_000_000_000,
  },
  chapters: [{ atMs: 61_000, kind: 'question', text: '<script>alert(1)</script>' }],
  slides: [
    { atMs: 0, open: null },
    { atMs: 5_000, open: { coursewareId: ID, name: '</script>', page: 3 } },
  ],
  captions: [],
} as unknown as Replay;
const words: PageWords = {
  ...{ lang: 'zh-CN', title: '"><b>', about: '<i>', chapters: '目录', files: '课件', shown: '此时' },
  chapter: ({ text = '' }) => text,
  slide: (name, page) => `${name} ${page}`,
};

describe('the page that plays it', () => {
  const pack = packOf(replay, [whole, listed(`/recordings/a/courseware/${ID}`, { name: '分数.pdf' })]);
  const page = pageOf(pack, [{ language: 'bo', label: '"bo"', vtt: 'WEBVTT\n\n藏' }], words);

  it('takes nobody’s words for its own', () => {
    expect(page).not.toContain('<script>alert');
    expect(page).not.toMatch(/<[bi]>/);
    expect(page.match(/<\/script>/g)).toHaveLength(1);
  });

  it('leads to chapters and pages, and has captions in itself', () => {
    expect(page).toContain('data-at="61"');
    const [, slides = ''] = /var slides = (.*);\n/.exec(page) ?? [];
    expect(JSON.parse(slides)).toEqual([
      { at: 0, words: '', href: '' },
      { at: 5, words: '</script> 3', href: `${encodeURIComponent('分数.pdf')}#page=3` },
    ]);
    const [, base64 = ''] = /data:text\/vtt;base64,([^"]+)"/.exec(page) ?? [];
    expect(Buffer.from(base64, 'base64').toString()).toBe('WEBVTT\n\n藏');
    expect(page).toContain('<video src="lesson.mp4"');
  });
});
