/** A recording taken along to where there is no line. */
export const packageEn = {
  'package.title': 'Take along',
  'package.lead':
    'For a teaching point without a network: download to a PC or a stick, then open play.html in the folder. It plays offline.',
  'package.lesson': '{lesson} · {teacher} · {start}',
  'package.reading': 'Looking which files there are…',
  'package.unreachable': 'No connection to the server. Trying again by itself.',
  'package.running': 'This lesson is still being recorded. It can be downloaded when it is over.',
  'package.refused': 'The recording was deleted, or you may not see it.',
  'package.size': '{count} files, {megabytes} MB',
  'package.take': 'Choose a folder and download',
  'package.takeRaw': 'Download the pieces all the same',
  'package.single.none':
    'No single file was made of this recording yet: only its pieces can be had, which are hard to play offline.',
  'package.single.ask': 'Make a single file',
  'package.single.askOther': 'Ask a teacher of this lesson to make a file on the page “Recordings”.',
  'package.single.waiting': 'Waiting to be made; this changes by itself.',
  'package.single.composing': 'Being made: {percent} %; this changes by itself.',
  'package.single.failed': 'It could not be made. Try again, or tell an administrator.',
  'package.plain':
    'This browser writes into no folder: download the files one by one into the same folder. To go on after a cut line, use Chrome or Edge on a PC, at an HTTPS address.',
  'package.taking': 'Downloaded: {done} of {total} MB',
  'package.progress': 'Download',
  'package.again': '“{name}” was not as on the server and was fetched again.',
  'package.waiting': 'Network cut. Trying again by itself, from where it stopped.',
  'package.pause': 'Pause',
  'package.goOn': 'Go on',
  'package.chooseAgain': 'Choose the folder again',
  'package.halted.asked': 'Paused. What was downloaded stays.',
  'package.halted.changed':
    'A file came otherwise than listed, twice: it may just have been changed. “Go on” compares anew.',
  'package.halted.full': 'The disk is full. Make room, then go on.',
  'package.halted.away':
    'This folder cannot be written: the stick may have been pulled out, or you may not write there. Choose again.',
  'package.whole': 'Everything is here, and every file was checked.',
  'package.whole.page': 'Open play.html in the folder “{folder}”.',
  'package.whole.raw': 'The files are in the folder “{folder}”.',
  'package.files': 'Files',
  'package.fetch': 'Download',
  'package.fetch.failed': 'It cannot be downloaded now. Try again later.',
  'package.sums.how':
    'To check: run sha256sum -c SHA256SUMS in that folder; on Windows certutil -hashfile NAME SHA256.',
  'package.page.about': '{teacher} · {school} · {start}',
  'package.page.chapters': 'Chapters',
  'package.page.files': 'Courseware',
  'package.page.shown': 'Courseware at this moment:',
  'package.page.slide': '{name}, page {page}',
  'package.chapter.start': 'Lesson begins',
  'package.chapter.page': 'Page {page} {text}',
  'package.chapter.stage': 'On stage: {room}',
  'package.chapter.question': 'Question {number} {text}',
  'package.chapter.remark': 'Remark: {text}',
  'package.chapter.gap': 'Not recorded',
  'package.chapter.filled': 'From the lecturer’s own copy',
} as const;

export type PackageKey = keyof typeof packageEn;
