import { attendanceMigrations } from './attendance/attendance.migrations.ts';
import { auditMigrations } from './audit/audit.migrations.ts';
import { captionMigrations } from './caption/caption.migrations.ts';
import { coursewareMigrations } from './courseware/courseware.migrations.ts';
import { coverageMigrations } from './coverage/coverage.migrations.ts';
import { snapshotMigrations } from './coverage/snapshot.store.ts';
import { deviceMigrations } from './device/device.migrations.ts';
import { directoryMigrations } from './directory/directory.migrations.ts';
import { identityMigrations } from './identity/identity.migrations.ts';
import { ingestMigrations } from './ingest/ingest.store.ts';
import { openMigrations } from './open/open.store.ts';
import { outboxMigrations } from './outbox/outbox.store.ts';
import { phoneMigrations } from './phone/phone.migrations.ts';
import { planningMigrations } from './planning/planning.migrations.ts';
import type { Migration } from './platform/ports.ts';
import { preparationMigrations } from './preparation/preparation.migrations.ts';
import { qualityMigrations } from './quality/quality.migrations.ts';
import { assetsMigrations } from './recording/assets.migrations.ts';
import { recordingMigrations } from './recording/recording.migrations.ts';
import { safetyMigrations } from './recording/safety.migrations.ts';
import { sealMigrations } from './seal/seal.store.ts';
import { sessionMigrations } from './session/session.migrations.ts';
import { supervisionMigrations } from './supervision/supervision.migrations.ts';
import { watchMigrations } from './watch/watch.migrations.ts';
import { webhookMigrations } from './webhook/webhook.store.ts';

/** Every step of every module's schema, in the order in which a new database gets them. */
export const migrations: readonly Migration[] = [
  ...identityMigrations,
  ...directoryMigrations,
  ...planningMigrations,
  ...deviceMigrations,
  ...sessionMigrations,
  ...attendanceMigrations,
  ...qualityMigrations,
  ...phoneMigrations,
  ...watchMigrations,
  ...auditMigrations,
  ...coursewareMigrations,
  ...preparationMigrations,
  ...coverageMigrations,
  ...snapshotMigrations,
  ...sealMigrations,
  ...supervisionMigrations,
  ...openMigrations,
  ...outboxMigrations,
  ...webhookMigrations,
  ...recordingMigrations,
  ...assetsMigrations,
  ...safetyMigrations,
  ...ingestMigrations,
  ...captionMigrations,
];
