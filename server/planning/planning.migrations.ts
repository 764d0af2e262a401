import type { Migration } from '../platform/ports.ts';
import { registerMigration } from '../platform/register.migration.ts';
import { lessonsSpec, linksSpec, needsSpec } from './planning.store.ts';

export const planningMigrations: readonly Migration[] = [
  registerMigration('planning-0001-need', needsSpec),
  registerMigration('planning-0002-link', linksSpec),
  registerMigration('planning-0003-lesson', lessonsSpec),
];
