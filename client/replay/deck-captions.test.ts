import { describe, expect, it } from 'vitest';
import { FakeEnvironment, settle } from '../live/doubles.ts';
import { DeckCaptions } from './deck-captions.ts';

const files: Readonly<Record<string, string>> = {
  zh: 'WEBVTT\n\n00:01.000 --> 00:03.000\n同学们好\n\n00:02.000 --> 00:04.000\n请坐\n',
  bo: 'WEBVTT\n\n00:01.000 --> 00:03.000\nབཀྲ་ཤིས།\n',
};
const tracks = [
  { language: 'zh-CN', label: '中文', path: 'zh' },
  { language: 'bo', label: 'བོད་ཡིག', path: 'bo' },
  { language: 'tlh', label: 'no language of a school', path: 'tlh' },
];

function rig() {
  const environment = new FakeEnvironment();
  const asked: string[] = [];
  const line = { up: true };
  const captions = new DeckCaptions({
    tracks,
    environment,
    read: async (path) => {
      asked.push(path);
      return line.up ? (files[path] ?? null) : null;
    },
  });
  const words = () => captions.now.get().map(({ lines }) => lines.map((each) => each.words));
  return { environment, asked, line, captions, words };
}

describe('captions of a recording that a room plays', () => {
  it('are in the languages of schools, and cost nothing while nobody wants them', () => {
    const { captions, asked, words } = rig();
    captions.at(1_500);
    expect([captions.languages, asked, words()]).toEqual([['zh-CN', 'bo'], [], []]);
  });

  it('stand at their time in the wanted order, each language fetched once, and are told only when they change', async () => {
    const { captions, asked, words } = rig();
    let toldCount = 0;
    captions.now.subscribe(() => {
      toldCount += 1;
    });
    captions.choose(['bo', 'zh-CN']);
    await settle();
    captions.at(1_500);
    expect(words()).toEqual([['བཀྲ་ཤིས།'], ['同学们好']]);
    const before = toldCount;
    captions.at(1_600);
    expect(toldCount).toBe(before);
    captions.at(2_500);
    expect(words()).toEqual([['བཀྲ་ཤིས།'], ['同学们好', '请坐']]);
    captions.choose(['zh-CN']);
    captions.choose(['zh-CN', 'bo']);
    expect(words()).toEqual([['同学们好', '请坐'], ['བཀྲ་ཤིས།']]);
    captions.choose([]);
    expect([words(), asked]).toEqual([[], ['bo', 'zh']]);
  });

  it('are asked for again when the line was away, as long as they are wanted and the deck is open', async () => {
    const { captions, asked, words, line, environment } = rig();
    line.up = false;
    captions.choose(['zh-CN']);
    await settle();
    captions.at(1_500);
    expect(words()).toEqual([[]]);
    line.up = true;
    await environment.advance(20_000);
    await settle();
    expect([words(), asked]).toEqual([[['同学们好']], ['zh', 'zh']]);
    line.up = false;
    captions.choose(['bo']);
    await settle();
    captions.close();
    await environment.advance(60_000);
    await settle();
    expect(asked).toEqual(['zh', 'zh', 'bo']);
  });
});
