import { z } from 'zod';
import { mark, markMove, pageMarks } from '../courseware.ts';
import { coursewareId, markId, sessionId } from '../kernel/ids.ts';
import { pageNumber, zoom } from '../session/session.courseware.ts';
import { nothing, type RequestRow } from './request-row.ts';

const onPage = z.strictObject({ sessionId, coursewareId, page: pageNumber });

/** Courseware 课件 in a lesson: only the page, the zoom and the marks travel. */
export const coursewareRequests = {
  'courseware.open': {
    body: onPage,
    answer: nothing,
    command: true,
    about:
      "Puts one of the lesson's files on every wall. NOT_FOUND for a file of another lesson or one not converted.",
  },
  'courseware.turn': {
    body: onPage,
    answer: nothing,
    command: true,
    about:
      'Turns to a page. INVALID_VALUE (`max`) beyond the last, INVALID_STATE while another file is open.',
  },
  'courseware.zoom': {
    body: z.strictObject({ sessionId, coursewareId, zoom }),
    answer: nothing,
    command: true,
    about: 'What of the page fills the walls.',
  },
  'courseware.close': {
    body: z.strictObject({ sessionId }),
    answer: nothing,
    command: true,
    about: 'Takes the file off every wall; its marks are kept.',
  },
  'mark.draw': {
    body: z.strictObject({ ...onPage.shape, mark }),
    answer: z.object({ seq: z.int() }),
    command: false,
    about: 'Keeps a finished stroke. Repeating it with the same id changes nothing.',
  },
  'mark.move': {
    body: z.strictObject({ sessionId, move: markMove }),
    answer: nothing,
    command: false,
    about: 'What is being drawn now, up to 60 times a second. Volatile.',
  },
  'mark.erase': {
    body: z.strictObject({
      ...onPage.shape,
      markIds: z.array(markId).min(1).max(64),
      /** By undo, not by the eraser. */
      undo: z.boolean(),
    }),
    answer: nothing,
    command: true,
    about: 'Takes strokes away again.',
  },
  'mark.clear': { body: onPage, answer: nothing, command: true, about: 'Wipes a page.' },
  'mark.list': {
    body: onPage,
    answer: pageMarks,
    command: false,
    about: 'The marks of one page, for who comes late or missed something.',
  },
} as const satisfies Record<string, RequestRow>;
