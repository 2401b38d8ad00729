-- SPDX-FileCopyrightText: 2026 The Baton authors
-- SPDX-License-Identifier: Apache-2.0

-- How a job came to be; written once, by Baton. Unique keys are unique within key_scope.
ALTER TABLE job ADD COLUMN origin_owner VARCHAR(255) ${bytes};
ALTER TABLE job ADD COLUMN distribution VARCHAR(255) ${bytes};
ALTER TABLE job ADD COLUMN child_key VARCHAR(255) ${bytes};
ALTER TABLE job ADD COLUMN awaited SMALLINT DEFAULT 0 NOT NULL;
ALTER TABLE job ADD COLUMN retry_of VARCHAR(36) ${bytes};
ALTER TABLE job ADD COLUMN key_scope VARCHAR(255) ${bytes};
-- A bulk job that waits for its children.
ALTER TABLE job ADD COLUMN parked SMALLINT DEFAULT 0 NOT NULL;

UPDATE job SET origin_owner =
  (SELECT MIN(r.principal) FROM acl_right r WHERE r.acl_id = job.acl_id AND r.granted = 'owners');
UPDATE job SET key_scope = origin_owner;
