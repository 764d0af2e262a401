import type { Dictionary } from './text.ts';

/** Indicators 指标: name, definition, what is divided by what. */
export const indicatorsEn = {
  'indicator.needWeighted.name': 'Need-weighted coverage',
  'indicator.needWeighted.definition':
    'For each need the smaller of periods delivered and periods needed, summed, divided by all periods needed. One token lesson does not make a need covered, and more than needed at one point does not make up for another.',
  'indicator.needWeighted.numerator': 'Σ min(valid periods, needed periods) of each need',
  'indicator.needWeighted.denominator': 'Σ needed periods',
  'indicator.pointsWithNeed.name': 'Points with a need that are served',
  'indicator.pointsWithNeed.definition':
    'Of the points with a need, those with at least one valid live lesson for one. Every point with a need in force on at least one teaching day of the period is in the denominator, whatever its state today.',
  'indicator.pointsWithNeed.numerator': 'Points with at least one valid lesson for a need',
  'indicator.pointsWithNeed.denominator': 'Points with a need in force on at least one teaching day',
  'indicator.validLessons.name': 'Valid lessons',
  'indicator.validLessons.definition':
    'Valid lessons among those planned, each listening room counted once. A lesson is valid for a room when its held length and the room’s connected time reach the set shares, and pupils were counted or its local teacher confirmed it. Cancelled lessons are left out; unplanned ones are counted apart.',
  'indicator.validLessons.numerator': 'Valid lessons × listening rooms',
  'indicator.validLessons.denominator': 'Planned lessons × listening rooms',
  'indicator.delivery.name': 'Delivery rate',
  'indicator.delivery.definition':
    'Planned lessons that were held: started and over, however short; each listening room counted once.',
  'indicator.delivery.numerator': 'Held lessons × listening rooms',
  'indicator.delivery.denominator': 'Planned lessons × listening rooms',
  'indicator.offering.name': 'Points that offer every subject',
  'indicator.offering.definition':
    'A point offers everything when each subject that the curriculum requires in its grades is taught by its own staff or was delivered in a valid live lesson in the period. A link or a timetable alone does not count. Not counted for a single day.',
  'indicator.offering.numerator': 'Points that offer every required subject',
  'indicator.offering.denominator': 'Points with classes and required subjects',
  'indicator.sufficiency.name': 'Required periods taught',
  'indicator.sufficiency.definition':
    'Periods taught by own staff and delivered in valid live lessons together, of each subject and grade no more than required. Pro rata to teaching days.',
  'indicator.sufficiency.numerator': 'Periods taught, per subject and grade at most those required',
  'indicator.sufficiency.denominator': 'Periods that the curriculum requires',
  'indicator.regularUse.name': 'Rooms in regular use',
  'indicator.regularUse.definition':
    'Rooms with a listening end that had at least one valid lesson in the set share of teaching weeks. A week counts when its Monday lies in the period and it has a teaching day; an open period counts to date. Not counted for a single day.',
  'indicator.regularUse.numerator': 'Rooms that reach the set share of weeks',
  'indicator.regularUse.denominator': 'Rooms with a listening end',
  'indicator.lectureEnds.name': 'Schools with a lecture end',
  'indicator.lectureEnds.definition':
    'Central schools and above (central, town and city schools) with a lecture end in at least one room, as registered on the last day of the period.',
  'indicator.lectureEnds.numerator': 'Such schools with a lecture end',
  'indicator.lectureEnds.denominator': 'Central schools and above',
  'indicator.dedicatedRooms.name': 'Schools with a dedicated recording room',
  'indicator.dedicatedRooms.definition':
    'Schools with at least one dedicated recording room, as registered on the last day of the period. A teaching point is not counted as a school of its own.',
  'indicator.dedicatedRooms.numerator': 'Schools with a dedicated recording room',
  'indicator.dedicatedRooms.denominator': 'Schools without teaching points',
  'indicator.listeningEnds.name': 'Points with a listening end',
  'indicator.listeningEnds.definition':
    'Small rural schools and teaching points with a listening end in at least one room, as registered on the last day of the period.',
  'indicator.listeningEnds.numerator': 'Such schools and points with a listening end',
  'indicator.listeningEnds.denominator': 'Small rural schools and teaching points',
  'indicator.everydayKit.name': 'Everyday recording kit',
  'indicator.everydayKit.definition':
    'Schools or rooms with everyday recording kit. Whether schools or rooms are counted is a setting; schools are counted without teaching points. As registered on the last day of the period.',
  'indicator.everydayKit.numerator': 'Schools (or rooms) with everyday recording kit',
  'indicator.everydayKit.denominator': 'Schools (or rooms)',
  'indicator.serviceable.name': 'Serviceable devices',
  'indicator.serviceable.definition':
    'Devices whose last check passed and is no older than the set number of days. Revoked devices are left out. As of the last day of the period.',
  'indicator.serviceable.numerator': 'Serviceable devices',
  'indicator.serviceable.denominator': 'Devices',
  'indicator.pupilAttendance.name': 'Pupil attendance',
  'indicator.pupilAttendance.definition':
    'Over held lessons with a head-count: pupils present divided by pupils expected, of each lesson no more than expected. Lessons without a head-count stand beside it.',
  'indicator.pupilAttendance.numerator': 'Pupils present',
  'indicator.pupilAttendance.denominator': 'Pupils expected',
  'indicator.punctuality.name': 'Punctuality',
  'indicator.punctuality.definition':
    'Planned lessons that were held and whose room was connected within the set time after the planned start.',
  'indicator.punctuality.numerator': 'Lessons × rooms in time',
  'indicator.punctuality.denominator': 'Planned lessons × listening rooms',
  'indicator.remoteTurns.name': 'Turns of remote rooms',
  'indicator.remoteTurns.definition':
    'In delivery lessons led: on-air turns of listening rooms among all recorded turns, the lecture room’s own class included.',
  'indicator.remoteTurns.numerator': 'Turns of listening rooms',
  'indicator.remoteTurns.denominator': 'All recorded turns',
  'indicator.turnBalance.name': 'Balance of turns',
  'indicator.turnBalance.definition':
    'Fewest divided by most turns among the listening rooms of a lesson, averaged over lessons. Lessons with fewer than two rooms there, or without a turn, are left out.',
  'indicator.turnBalance.numerator': 'Σ fewest ÷ most of each lesson',
  'indicator.turnBalance.denominator': 'Lessons with two rooms or more and a turn',
  'indicator.leadRatio.name': 'One school leads many',
  'indicator.leadRatio.definition':
    'Teaching points and schools that a leading school with a link in force serves on average; only those with at least one valid lesson in the period count.',
  'indicator.leadRatio.numerator': 'Linked points and schools with a valid lesson, at each leading school',
  'indicator.leadRatio.denominator': 'Leading schools with a link in force',
  'indicator.activeGroups.name': 'Active groups of teachers',
  'indicator.activeGroups.definition':
    'Groups of teachers (joint preparation, communities, master teachers’ studios) with at least one meeting in the period.',
  'indicator.activeGroups.numerator': 'Groups with a meeting',
  'indicator.activeGroups.denominator': 'Registered groups',
  'indicator.activePairs.name': 'Active urban–rural pairs',
  'indicator.activePairs.definition':
    'Urban–rural pairs of schools with at least one joint session in the period.',
  'indicator.activePairs.numerator': 'Pairs with a joint session',
  'indicator.activePairs.denominator': 'Registered pairs',
  'indicator.workload.name': 'Teachers’ workload',
  'indicator.workload.definition':
    'Time that teachers lectured, assisted and researched, divided by the teachers who took part. Only lessons that were held, by name, counted where the teacher works.',
  'indicator.workload.numerator': 'Minutes lectured, assisted and researched',
  'indicator.workload.denominator': 'Teachers who took part',
  'indicator.availability.name': 'Technical availability',
  'indicator.availability.definition':
    'Of the planned time of held lessons, that in which the room was neither disconnected nor saw a frozen picture. Lessons that were not held are left out.',
  'indicator.availability.numerator': 'Minutes without disconnection or freeze',
  'indicator.availability.denominator': 'Planned minutes of held lessons × rooms',
} as const satisfies Dictionary;

export type IndicatorsTextKey = keyof typeof indicatorsEn;
