-- SPDX-FileCopyrightText: 2026 The Baton authors
-- SPDX-License-Identifier: Apache-2.0

-- Without the id, because PostgreSQL sorts the few jobs with the same time itself.
CREATE INDEX ${prefix}job_created ON ${tables}job (created);
-- In the order in which searches show jobs. The expression has the order of the column, but only the
-- index of the condition has it, so that the database does not walk the jobs of all actions instead.
CREATE INDEX ${prefix}job_action ON ${tables}job (action, (created + 0));
CREATE INDEX ${prefix}job_acl ON ${tables}job (acl_id, (created + 0));
CREATE INDEX ${prefix}job_parent ON ${tables}job (parent) WHERE parent IS NOT NULL;
CREATE INDEX ${prefix}job_target ON ${tables}job (target) WHERE target IS NOT NULL;
CREATE INDEX ${prefix}job_retry_of ON ${tables}job (retry_of) WHERE retry_of IS NOT NULL;
-- Partial, so that a claimed job leaves the index of the jobs that wait.
CREATE INDEX ${prefix}active_job_ready ON ${tables}active_job (kind_id, board_priority, job_seq)
  WHERE phase = 0;
CREATE INDEX ${prefix}active_job_due ON ${tables}active_job (due) WHERE phase = 1;
CREATE INDEX ${prefix}active_job_holder ON ${tables}active_job (holder) WHERE holder IS NOT NULL;
CREATE INDEX ${prefix}active_job_owned ON ${tables}active_job (owned_by) WHERE owned_by IS NOT NULL;
-- The running jobs that wait to be claimed again. A start or an end of a job does not write this index.
-- With the index above, it contains all running jobs.
CREATE INDEX ${prefix}active_job_resumable ON ${tables}active_job (job_created)
  WHERE holder IS NULL AND state = 'RUNNING';
CREATE INDEX ${prefix}active_job_scheduled ON ${tables}active_job (scheduled_by)
  WHERE scheduled_by IS NOT NULL;

-- Every row of this table is written three times and then deleted. Without these settings, the
-- database would clean the table only after a fifth of its rows is dead.
ALTER TABLE ${tables}active_job SET (autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_threshold = 5000, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE ${tables}session SET (fillfactor = 50, autovacuum_vacuum_threshold = 200);
