import { describe, expect, it } from 'vitest';
import { FakeEnvironment } from '../live/doubles.ts';
import { ScreenTools } from './screen-tools.ts';

function rig(kept: string | null = null, mayOpen = true) {
  const environment = new FakeEnvironment();
  const memory = {
    kept,
    read: () => memory.kept,
    write: (percent: string) => {
      memory.kept = percent;
    },
  };
  const saving = {
    on: null as boolean | null,
    now: () => saving.on,
    set: (on: boolean) => {
      saving.on = on;
    },
  };
  const tools = new ScreenTools({ environment, memory, saving, mayOpen: () => mayOpen });
  const press = (...keys: string[]) => keys.map((key) => tools.key(key));
  return { environment, memory, saving, tools, press, now: () => tools.facts.get() };
}

describe('ScreenTools', () => {
  it.each([
    [null, 0],
    ['3', 3],
    ['99', 5],
    ['-1', 0],
    ['2.5', 0],
    ['x', 0],
  ])('reads %j as a margin of %i percent', (kept, percent) => {
    expect(rig(kept).now().marginPercent).toBe(percent);
  });

  it('leaves every other key alone while closed, and all of them in a lesson', () => {
    expect(rig().press('Enter', 'a', 'Escape', 'ArrowLeft')).toEqual([false, false, false, false]);
    const teaching = rig(null, false);
    expect(teaching.press('ArrowUp', 'ArrowDown')).toEqual([false, false]);
    expect(teaching.now().view).toBe('closed');
  });

  it('switches data saving in a lesson that the room waits for, and passes it over without one', () => {
    const all = rig();
    all.press('ArrowDown', 'ArrowDown');
    expect(all.now().row).toBe('card');
    all.saving.on = false;
    all.press('ArrowUp', 'Enter');
    expect([all.now().row, all.now().view, all.saving.on]).toEqual(['saving', 'menu', true]);
    all.press('Enter');
    expect(all.saving.on).toBe(false);
  });

  it('sets the margin within its bounds and keeps it', () => {
    const all = rig('4');
    all.press('ArrowDown', 'ArrowRight', 'ArrowRight');
    expect([all.now().marginPercent, all.memory.kept]).toEqual([5, '5']);
    all.press(...Array.from({ length: 9 }, () => 'ArrowLeft'));
    expect([all.now().marginPercent, all.memory.kept]).toEqual([0, '0']);
  });

  it('opens the card by arrows and OK, and goes back step by step', () => {
    const all = rig();
    all.press('ArrowUp', 'ArrowDown', 'Enter');
    expect(all.now()).toMatchObject({ view: 'card', row: 'card' });
    all.press('GoBack');
    expect(all.now().view).toBe('menu');
    all.press('ArrowDown', 'Enter');
    expect(all.now().view).toBe('closed');
    all.press('ArrowUp', 'ArrowUp');
    expect(all.now().row).toBe('close');
    all.press('Escape');
    expect(all.now().view).toBe('closed');
  });

  it('closes by itself when nobody is there any more', async () => {
    const all = rig();
    all.press('ArrowUp');
    await all.environment.advance(179_000);
    all.press('ArrowDown');
    await all.environment.advance(179_000);
    expect(all.now().view).toBe('menu');
    await all.environment.advance(2000);
    expect(all.now().view).toBe('closed');
  });
});
