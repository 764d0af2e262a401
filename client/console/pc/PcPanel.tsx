import './pc.css';
import { App, Button } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { JoinedSession } from '../../live/live.types.ts';
import { useReadable } from '../../ui/use-readable.ts';
import { appErrorOf } from '../api/ask.ts';
import { useSubmit } from '../api/queries.ts';
import { brokenParts } from '../device/device.model.ts';
import { hasRole } from '../home/home.model.ts';
import { CheckLine } from '../lesson/CheckLine.tsx';
import type { Capture } from '../lesson/capture.ts';
import { useLive } from '../lesson/live-context.ts';
import { useKnownMe } from '../shell/RequireLogin.tsx';
import { type ConsoleText, errorText, useText } from '../text.ts';
import { pcChecker, useBeatNow, useOwnPc } from './own-pc.ts';
import { PcQuestion } from './PcQuestion.tsx';
import { declinedKey, isCheckDue, type PcStanding, standingOf } from './pc.model.ts';
import type { PcCheckFacts } from './pc-checker.ts';

type PanelProps = {
  readonly session: JoinedSession;
  readonly capture: Capture;
  /** The devices of whoever sits here. */
  readonly children: ReactNode;
};

/** Around a pre-flight's own devices: whether this computer is the lecture room's, asked above them, and what its check found, below. */
export function PcPanel({ session, capture, children }: PanelProps) {
  const me = useKnownMe();
  const { card, part } = session;
  const [declined, setDeclined] = useState(() => localStorage.getItem(declinedKey(card)) !== null);
  const standing = standingOf(useOwnPc().data, card.lectureRoom?.roomId ?? null, {
    part,
    mayClaim: hasRole(me, 'lecturer', 'admin'),
    declined,
  });
  const answer = (no: boolean) => {
    if (no) localStorage.setItem(declinedKey(card), '1');
    else localStorage.removeItem(declinedKey(card));
    setDeclined(no);
  };
  // Always the same three places: what is below them must not begin anew with an answer.
  return (
    <>
      {standing.state === 'ask' ? <PcQuestion card={card} onNo={() => answer(true)} /> : null}
      {children}
      <PcState standing={standing} capture={capture} onAnswer={answer} />
    </>
  );
}

type StateProps = {
  readonly standing: PcStanding;
  readonly capture: Capture;
  readonly onAnswer: (no: boolean) => void;
};

function PcState({ standing, capture, onAnswer }: StateProps) {
  const t = useText();
  switch (standing.state) {
    case 'nothing':
    case 'ask':
      return null;
    case 'offer':
      return (
        <div>
          <Button type="link" size="small" className="pc-offer" onClick={() => onAnswer(false)}>
            {t('pc.offer')}
          </Button>
        </div>
      );
    case 'known':
      return <KnownPc standing={standing} capture={capture} onLeft={() => onAnswer(true)} />;
  }
}

type KnownProps = {
  readonly standing: Extract<PcStanding, { state: 'known' }>;
  readonly capture: Capture;
  readonly onLeft: () => void;
};

function KnownPc({ standing: { pc, here }, capture, onLeft }: KnownProps) {
  const t = useText();
  const live = useLive();
  const { message } = App.useApp();
  const facts = useReadable(pcChecker.facts);
  const beatNow = useBeatNow();
  useCheckOnce(capture, isCheckDue(pc.lastCheck, live.serverNowMs()));
  const leave = useSubmit('device.leavePc', {
    onDone: () => {
      onLeft();
      beatNow();
      void message.success(t('pc.left'));
    },
  });
  const { name: room, schoolName: school } = pc.room;
  const shown: PcCheckFacts =
    facts.state === 'none' && pc.lastCheck !== null
      ? { state: 'done', check: pc.lastCheck, refused: null }
      : facts;
  return (
    <CheckLine
      tone={toneOf(shown)}
      words={here ? t('pc.known', { room }) : t('pc.knownElsewhere', { school, room })}
      todo={checkWords(t, shown)}
      action={
        <Button
          size="small"
          loading={leave.isPending}
          onClick={() =>
            leave.mutate({}, { onError: (cause) => void message.error(errorText(t, appErrorOf(cause))) })
          }
        >
          {t('pc.leave')}
        </Button>
      }
    />
  );
}

const toneOf = (facts: PcCheckFacts) => {
  if (facts.state !== 'done') return 'busy';
  return facts.refused === null && brokenParts(facts.check).length === 0 ? 'well' : 'trouble';
};

function checkWords(t: ConsoleText, facts: PcCheckFacts): string {
  if (facts.state !== 'done') return t('pc.checking');
  if (facts.refused !== null) return t('pc.unreported', { why: errorText(t, facts.refused) });
  const broken = brokenParts(facts.check);
  if (broken.length === 0) return t('pc.passed');
  const words = broken.map(({ part, found }) =>
    t(`device.found.${found}`, { part: t(`device.part.${part}`) }),
  );
  return t('pc.found', { words: words.join(t('pc.comma')) });
}

/** Once a pre-flight, after the browser has asked what it has to ask about camera and microphone. */
function useCheckOnce(capture: Capture, due: boolean): void {
  const beatNow = useBeatNow();
  const settled = useStore(
    capture.store,
    ({ camera, microphone }) => camera.state !== 'opening' && microphone.state !== 'opening',
  );
  const done = useRef(false);
  useEffect(() => {
    if (!settled || !due || done.current) return;
    done.current = true;
    void pcChecker.check({ tone: false }).then(beatNow);
  }, [settled, due, beatNow]);
}
