import { describe, expect, it } from 'vitest';
import { classScreenOf, windowFeatures } from './display.model.ts';
import { createDisplay, type Screens } from './display.ts';

const own = { left: 0, top: 0, width: 1366, height: 768 };
const panel = { left: 1366, top: 0, width: 1920, height: 1080 };
const small = { left: -800, top: 0, width: 800, height: 600 };

/** A PC with screens that come and go, and a window that can be closed by hand. */
function pc(wish: { blocked?: boolean; tells?: boolean } = {}) {
  let boxes = [own, panel];
  let ticks: (() => void)[] = [];
  let listeners: (() => void)[] = [];
  const opened: string[] = [];
  const popup = {
    closed: false,
    close() {
      popup.closed = true;
    },
  };
  const screens: Screens = {
    all: () => ({ screens: boxes, current: own }),
    onChange: (listener) => {
      listeners.push(listener);
      return () => {
        listeners = listeners.filter((each) => each !== listener);
      };
    },
  };
  const display = createDisplay({
    screens: async () => (wish.tells === false ? null : screens),
    open: (features) => {
      opened.push(features);
      return wish.blocked === true ? null : (popup as Window);
    },
    every: (_periodMs, work) => {
      ticks.push(work);
      return () => {
        ticks = ticks.filter((each) => each !== work);
      };
    },
  });
  return {
    display,
    opened,
    popup,
    state: () => display.store.getState(),
    tick() {
      for (const each of ticks) each();
    },
    screensBecome(next: (typeof own)[]) {
      boxes = next;
      for (const each of listeners) each();
    },
    watchers: () => ticks.length + listeners.length,
  };
}

describe('a second display', () => {
  it('that the browser blocks is said, and can be tried again', async () => {
    const { display, state, opened } = pc({ blocked: true });
    await display.open();
    expect(state()).toEqual({ state: 'off', why: 'blocked' });
    await display.open();
    expect(opened).toHaveLength(2);
  });
  it('opens beside the console where nobody says which screens there are', async () => {
    const { display, opened, state } = pc({ tells: false });
    await display.open();
    expect(opened).toEqual([windowFeatures(null)]);
    expect(state()).toMatchObject({ state: 'open', placed: false });
  });
  it('fills the other screen', async () => {
    const { display, opened, state } = pc();
    await display.open();
    expect(opened[0]).toContain('fullscreen,left=1366,top=0');
    expect(state()).toMatchObject({ state: 'open', placed: true });
  });
  it('closed by hand is noticed and no longer watched', async () => {
    const { display, popup, tick, state, watchers } = pc();
    await display.open();
    tick();
    expect(state().state).toBe('open');
    popup.closed = true;
    tick();
    expect(state()).toEqual({ state: 'off', why: 'closed' });
    expect(watchers()).toBe(0);
  });
  it('whose screen is pulled out closes before it covers the console', async () => {
    const { display, popup, screensBecome, state } = pc();
    await display.open();
    screensBecome([own, panel, small]);
    expect(state().state).toBe('open');
    screensBecome([own]);
    expect(state()).toEqual({ state: 'off', why: 'screenGone' });
    expect(popup.closed).toBe(true);
  });
  it('closed while the browser still asks opens nothing', async () => {
    const { display, opened, state } = pc();
    const opening = display.open();
    display.close();
    await opening;
    expect(opened).toEqual([]);
    expect(state()).toEqual({ state: 'off', why: null });
  });
});

describe('classScreenOf', () => {
  it('finds none on a PC with one screen', () => {
    expect(classScreenOf([], own)).toBeNull();
    expect(classScreenOf([own], own)).toBeNull();
  });
  it('takes the largest of the others', () => {
    expect(classScreenOf([small, own, panel], own)).toBe(panel);
    expect(classScreenOf([small, own], panel)).toBe(own);
  });
});
