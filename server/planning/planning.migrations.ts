import type { Migration } from '../platform/ports.ts';
import { registerMigration } from '../platform/register.migration.ts';
import { bookingMigration } from './booking.migrations.ts';
import { feedMigration } from './feed.store.ts';
import { lessonPartyMigration, lessonPlaysMigration } from './lesson.migrations.ts';
import {
  bellsSpec,
  elsewhereSpec,
  groupsSpec,
  lessonsSpec,
  linksSpec,
  localTeachingSpec,
  needsSpec,
  slotsSpec,
  termsSpec,
} from './planning.store.ts';

export const planningMigrations: readonly Migration[] = [
  registerMigration('planning-0001-need', needsSpec),
  registerMigration('planning-0002-link', linksSpec),
  // What came later has a step of its own.
  registerMigration('planning-0003-lesson', { ...lessonsSpec, sets: { room: lessonsSpec.sets.room } }),
  registerMigration('planning-0004-local-teaching', localTeachingSpec),
  registerMigration('planning-0005-term', termsSpec),
  registerMigration('planning-0006-bell', bellsSpec),
  registerMigration('planning-0007-slot', slotsSpec),
  bookingMigration,
  feedMigration,
  lessonPartyMigration,
  registerMigration('planning-0011-elsewhere', elsewhereSpec),
  registerMigration('planning-0012-group', groupsSpec),
  lessonPlaysMigration,
];
