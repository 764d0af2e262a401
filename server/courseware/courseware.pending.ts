import { fail } from '../../shared/kernel/result.ts';

const later = async () => fail('UNAVAILABLE');

export const pendingCourseware = {
  'courseware.open': later,
  'courseware.turn': later,
  'courseware.zoom': later,
  'courseware.close': later,
  'mark.draw': later,
  'mark.move': later,
  'mark.erase': later,
  'mark.clear': later,
  'mark.list': later,
};
