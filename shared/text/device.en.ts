import type { Dictionary } from './text.ts';

/** The administrator's page about large screens. */
export const deviceEn = {
  'device.title': 'Screens',
  'device.lead':
    'The large screens of listening rooms. Each belongs to one room and joins its lessons by itself.',
  'device.empty':
    'No screen yet. “Make launchers” sets up many rooms at once; or open {address} on a large screen, then choose “Pair a screen”.',
  'device.pair': 'Pair a screen',
  'device.pairLead': 'Open {address} in the browser of the large screen. It shows a code of 8 characters.',
  'device.code': 'Code on the screen',
  'device.codeHelp': '8 letters and digits. It changes after 10 minutes.',
  'device.room': 'Room',
  'device.noRooms': 'There is no classroom yet. Add one first.',
  'device.pairSubmit': 'Pair',
  'device.paired': 'Paired. The screen shows its room in a few seconds.',
  'device.pairedLead':
    'Keep the start address below if the computer is reset every night. It is shown only now.',
  'device.startAddress': 'Start address of this screen',
  'device.startAddressLead':
    'Put it into the browser’s start page or the desktop shortcut. Whoever has it can be this screen: do not pass it on. If it was lost, revoke the screen and pair again.',
  'device.copy': 'Copy the address',
  'device.copied': 'Copied.',
  'device.copyRefused': 'The browser did not allow copying. Select the address and copy it by hand.',
  'device.pairDone': 'Done',
  'device.state': 'State',
  'device.online': 'Connected',
  'device.offline': 'Not connected',
  'device.revoked': 'Revoked',
  'device.lastSeen': 'Last seen',
  'device.neverSeen': 'Never',
  'device.pairedAt': 'Set up',
  'device.revoke': 'Revoke',
  'device.revokeTitle': 'Revoke the screen of {school}, {room}?',
  'device.revokeLead':
    'It leaves a running lesson at once and cannot come back. To use it again it needs to be paired or given a launcher anew.',

  'device.launchers': 'Make launchers',
  'device.launchersTitle': 'Screen launchers',
  'device.launchersLead':
    'A launcher opens a room full screen as soon as its computer is logged in, without a code, and again as the same room when the computer is reset every night.',
  'device.platform': 'System of the computers',
  'device.platform.windows': 'Windows',
  'device.platform.linux': 'Linux',
  'device.platform.android': 'Android panel',
  'device.platformHelp.windows': 'Windows 10 or 11 with Edge, or else Chrome.',
  'device.platformHelp.linux': 'Chromium, Chrome or Edge must be installed.',
  'device.platformHelp.android':
    'Opened in Chrome and added to the home screen. Whether it opens when switched on is up to the maker’s settings.',
  'device.launcherRooms': 'For which rooms',
  'device.ofSchool': 'School',
  'device.allSchools': 'All schools',
  'device.onlyWithout': 'Only listening rooms without a screen',
  'device.all': 'All ({count} rooms)',
  'device.noneWithout': 'All listening rooms here have a screen.',
  'device.hasScreen': 'has a screen',
  'device.tooMany': '{max} rooms at most at once. Make the others afterwards.',
  'device.launcherSubmit': 'Make and download ({count} rooms)',
  'device.launchersMade': 'Launchers for {count} rooms are made',
  'device.launcherFile': 'The download of {file} has begun. It holds a folder for each room.',
  'device.launcherDo.windows':
    'Unpack the room’s folder on the room’s computer and double-click install.cmd. Switch off a reset at every start first.',
  'device.launcherDo.linux': 'Copy the room’s folder to the room’s computer and run sh install.sh in it.',
  'device.launcherDo.android':
    'Copy the room’s folder to the panel with a USB stick, open start.html in Chrome and do what it says.',
  'device.launcherSecret':
    'The file holds the keys of the rooms and is given only now: pass it on to nobody. If it was lost or got out, revoke the screen here and make another.',
  'device.launcherLocal':
    'The start address is {origin}, which only this computer can open. For others, come to this page by an address that they can open and make them again.',
  'device.launcherPlain':
    'The start address {origin} is not https, so browsers will not give the room’s camera. Set up a certificate first, then make them at the https address.',
  'device.downloadAgain': 'Download again',
  'device.from': 'Comes in from',
  'device.madeBy': 'Set up by',
  'device.byCode': 'Code',
  'device.byLauncher': 'Launcher ({platform})',
  'device.notStarted': 'Not started yet',
  'device.twice': 'At two places',
  'device.place': '{agent}, {address}',
  'device.placeUnknown': 'Unknown browser',
  'device.placesMore': '{count} places',
  'device.placeNow': 'connected, since {from}',
  'device.placeTime': '{from} until {until}',
  'device.doubtTitle': 'The screen of {school}, {room} is used at two places',
  'device.doubtNow':
    'The same launcher or start address is open at two places now: {places}. In a lesson only the one that came last has the picture.',
  'device.doubtBefore': 'The same launcher or start address was open at two places: {places}.',
  'device.doubtDo':
    'Taken to the wrong room: move it to that room, then make a new launcher for this one. Passed on to others: revoke it, then make a new one.',
  'device.and': ' and ',
  'device.move': 'Move…',
  'device.moveTitle': 'Move the screen of {school}, {room} to',
  'device.moveLead':
    'The screen leaves its room at once (a running lesson, too) and is the new room’s a few seconds later, by itself. Nothing is to be done on its computer.',
  'device.moveSubmit': 'Move',
} as const satisfies Dictionary;

export type DeviceTextKey = keyof typeof deviceEn;
