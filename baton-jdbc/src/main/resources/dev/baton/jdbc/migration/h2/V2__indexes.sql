-- SPDX-FileCopyrightText: 2026 The Baton authors
-- SPDX-License-Identifier: Apache-2.0

CREATE UNIQUE INDEX baton_job_id ON baton_job (id);
CREATE INDEX baton_job_created ON baton_job (created, id);
CREATE INDEX baton_job_parent ON baton_job (parent);
CREATE INDEX baton_job_target ON baton_job (target);
CREATE INDEX baton_active_job_ready ON baton_active_job (phase, kind_id, board_priority, job_seq);
CREATE INDEX baton_active_job_due ON baton_active_job (phase, due);
CREATE INDEX baton_active_job_holder ON baton_active_job (holder);
CREATE INDEX baton_active_job_owned ON baton_active_job (owned_by);
CREATE INDEX baton_active_job_scheduled ON baton_active_job (scheduled_by);
CREATE INDEX baton_finished_job_state ON baton_finished_job (state, job_seq);
CREATE INDEX baton_unique_key_job ON baton_unique_key (job_seq);
CREATE INDEX baton_ended_claim_holder ON baton_ended_claim (holder);
CREATE INDEX baton_job_value_job ON baton_job_value (job_seq, attribute);
CREATE INDEX baton_job_value_word ON baton_job_value (attribute, word);
CREATE INDEX baton_job_log_job ON baton_job_log (job_seq, number);
CREATE INDEX baton_flow_step_job ON baton_flow_step (job_seq, number);
CREATE INDEX baton_api_key_user ON baton_api_key (user_id);
CREATE INDEX baton_login_session_user ON baton_login_session (user_id);
CREATE INDEX baton_login_session_expiry ON baton_login_session (expiry);
