import { describe, expect, test } from 'vitest';
import { agentOf } from './identity.agent.rules.ts';

describe('agentOf', () => {
  test.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.61',
      'Windows Edge 120',
    ],
    [
      'Mozilla/5.0 (Linux; Android 11; MAXHUB) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/104.0.5112.97 Safari/537.36',
      'Android Chrome 104',
    ],
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36',
      'Linux Chrome 156',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Linux Firefox 128'],
    [
      'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/116.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.42',
      'Android WeChat 8',
    ],
    ['curl/8.0', ''],
    ['', ''],
    ['<script>Chrome/99999999', 'Chrome 9999'],
  ])('%s', (userAgent, agent) => {
    expect(agentOf(userAgent)).toBe(agent);
  });
});
