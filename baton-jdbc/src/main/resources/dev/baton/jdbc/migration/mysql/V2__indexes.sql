-- SPDX-FileCopyrightText: 2026 The Baton authors
-- SPDX-License-Identifier: Apache-2.0

CREATE INDEX ${prefix}job_created ON ${tables}job (created, id);
CREATE INDEX ${prefix}job_action ON ${tables}job (action);
CREATE INDEX ${prefix}job_acl ON ${tables}job (acl_id);
CREATE INDEX ${prefix}job_parent ON ${tables}job (parent);
CREATE INDEX ${prefix}job_target ON ${tables}job (target);
CREATE INDEX ${prefix}job_retry_of ON ${tables}job (retry_of);
CREATE INDEX ${prefix}active_job_ready ON ${tables}active_job (phase, kind_id, board_priority, job_seq);
CREATE INDEX ${prefix}active_job_due ON ${tables}active_job (phase, due);
CREATE INDEX ${prefix}active_job_holder ON ${tables}active_job (holder);
CREATE INDEX ${prefix}active_job_owned ON ${tables}active_job (owned_by);
CREATE INDEX ${prefix}active_job_scheduled ON ${tables}active_job (scheduled_by);
