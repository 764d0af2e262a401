import type { Migration } from '../platform/ports.ts';
import { registerMigration } from '../platform/register.migration.ts';
import { claimMigration } from './claim.store.ts';
import { directorySpecs } from './directory.store.ts';
import { reasonMigration } from './reason.store.ts';

export const directoryMigrations: readonly Migration[] = [
  registerMigration('directory-0001-region', directorySpecs.regions),
  registerMigration('directory-0002-school', directorySpecs.schools),
  registerMigration('directory-0003-room', directorySpecs.rooms),
  registerMigration('directory-0004-class', directorySpecs.classes),
  registerMigration('directory-0005-person', directorySpecs.people),
  registerMigration('directory-0006-subject', directorySpecs.subjects),
  claimMigration,
  reasonMigration,
];
