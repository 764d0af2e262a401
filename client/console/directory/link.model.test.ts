import { describe, expect, it } from 'vitest';
import { type LinkFields, linkFields } from '../../../shared/link.ts';
import { type Me, me as meSchema } from '../../../shared/person.ts';
import { idOf } from '../lesson-card.fixture.ts';
import { mayAnswer } from './link.model.ts';

const [LEAD, POINT, REGION] = [idOf(50), idOf(61), idOf(70)];
const link = (status: LinkFields['status']) =>
  linkFields.parse({
    ...{ fromSchoolId: LEAD, toSchoolId: POINT, needId: null, subject: '音乐', grade: '三年级' },
    ...{ periodsPerWeek: 2, label: '', status },
  });
const who = (role: string, scope: object): Me =>
  meSchema.parse({ personId: idOf(1), name: '王老师', school: null, roles: [{ role, scope }] });
const atSchool = (role: string, schoolId: string) => who(role, { kind: 'school', schoolId });

describe('mayAnswer', () => {
  const byLeading = link({ state: 'offered', by: 'leading' });
  const byReceiving = link({ state: 'offered', by: 'receiving' });
  it('is for nobody where nothing is offered, or without the administration', () => {
    for (const status of [
      { state: 'accepted' },
      { state: 'declined', reason: '-' },
      { state: 'ended', reason: '-' },
    ] as const)
      expect(mayAnswer(atSchool('admin', POINT), link(status))).toBe(false);
    expect(mayAnswer(atSchool('lecturer', POINT), byLeading)).toBe(false);
  });
  it('is for the side that was asked, not for the one that asked', () => {
    expect(mayAnswer(atSchool('admin', POINT), byLeading)).toBe(true);
    expect(mayAnswer(atSchool('admin', LEAD), byLeading)).toBe(false);
    expect(mayAnswer(atSchool('admin', LEAD), byReceiving)).toBe(true);
    expect(mayAnswer(atSchool('admin', POINT), byReceiving)).toBe(false);
  });
  it('is for an office above', () => {
    expect(mayAnswer(who('admin', { kind: 'region', regionId: REGION }), byLeading)).toBe(true);
  });
});
