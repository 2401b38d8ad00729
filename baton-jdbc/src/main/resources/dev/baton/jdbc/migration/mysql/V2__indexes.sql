-- SPDX-FileCopyrightText: 2026 The Baton authors
-- SPDX-License-Identifier: Apache-2.0

CREATE INDEX baton_job_parent ON baton_job (parent);
CREATE INDEX baton_job_target ON baton_job (target);
CREATE INDEX baton_active_job_ready ON baton_active_job (phase, kind_id, board_priority, job_seq);
CREATE INDEX baton_active_job_due ON baton_active_job (phase, due);
CREATE INDEX baton_active_job_holder ON baton_active_job (holder);
CREATE INDEX baton_active_job_scheduled ON baton_active_job (scheduled_by);
