-- SPDX-FileCopyrightText: 2026 The Baton authors
-- SPDX-License-Identifier: Apache-2.0

DROP INDEX job_active_key;
CREATE UNIQUE INDEX job_active_key ON job (active_key, key_scope) WHERE active_key IS NOT NULL;

-- Jobs that an owner has waiting and running, which quotas count.
CREATE INDEX job_unfinished ON job (origin_owner) WHERE state IN ('QUEUED', 'RUNNING');
-- Jobs of a schedule that are not final, which decide whether it posts again.
CREATE INDEX job_distribution ON job (distribution)
  WHERE distribution IS NOT NULL AND state IN ('QUEUED', 'RUNNING');
