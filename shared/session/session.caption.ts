import { z } from 'zod';
import { captionChoice } from '../caption/choice.ts';
import { LANGUAGES_SHOWN_MAX } from '../caption/cue.ts';
import { teachingLanguage } from '../caption/language.ts';
import { roomId, textId } from '../kernel/ids.ts';

/** Where a line comes from: a person beside the lecturer who types it. */
export const captionOrigin = z.enum(['typed']);
export type CaptionOrigin = z.infer<typeof captionOrigin>;

/** Longer than this nobody reads in one go. UTF-16 units, as an input field counts them. */
export const CAPTION_TEXT_MAX = 120;
/** Speech that is older than this when its line comes is told by no line. */
const TYPING_MAX_MS = 60_000;

/** 实时字幕, live captions: a line of what is said. Its words stand in the table of texts, so that they can be erased. */
export const captionEvents = {
  'caption.said': z.strictObject({
    language: teachingLanguage,
    origin: captionOrigin,
    /** How long it took to write: by so much it is put earlier in a recording, nearer to what it says. */
    typingMs: z.int().min(0).max(TYPING_MAX_MS),
    textId,
    textHash: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  /** What one room's screen shows of them. */
  'caption.chosen': captionChoice.extend({ roomId }),
} as const;
type Said = {
  readonly body: z.infer<(typeof captionEvents)['caption.said']>;
  readonly occurredAtMs: number;
  readonly words?: string;
};

/** What somebody who types asks to have shown. */
export const captionWish = z.strictObject({
  language: teachingLanguage,
  text: z
    .string()
    .trim()
    .min(1)
    .max(CAPTION_TEXT_MAX)
    .regex(/^\P{Cc}*$/u),
  typingMs: z.int().min(0).max(TYPING_MAX_MS),
});

/** The last lines of one language, the older first. `words` is null once they were erased. */
export const captionsView = z
  .array(
    z.object({
      language: teachingLanguage,
      lines: z.array(z.object({ words: z.string().nullable(), saidAtMs: z.int() })),
    }),
  )
  .max(LANGUAGES_SHOWN_MAX);
export type CaptionsView = z.infer<typeof captionsView>;
export type LiveCaptions = readonly {
  readonly language: CaptionsView[number]['language'];
  readonly lines: readonly CaptionsView[number]['lines'][number][];
}[];

/** So many lines of a language are to be read at once. */
const LINES_MAX = 2;

/** Languages stay in the order in which they first came; one too many takes the place of the one that was silent longest. */
export function captionsAfter(before: LiveCaptions, { body, occurredAtMs, words }: Said): LiveCaptions {
  const { language } = body;
  const line = { words: words ?? null, saidAtMs: occurredAtMs };
  if (before.some((each) => each.language === language))
    return before.map((each) =>
      each.language === language ? { language, lines: [...each.lines, line].slice(-LINES_MAX) } : each,
    );
  const silent =
    before.length < LANGUAGES_SHOWN_MAX
      ? null
      : before.reduce((oldest, each) => (lastMs(each) < lastMs(oldest) ? each : oldest));
  return [...before.filter((each) => each !== silent), { language, lines: [line] }];
}

const lastMs = ({ lines }: LiveCaptions[number]): number => lines.at(-1)?.saidAtMs ?? 0;
