-- SPDX-FileCopyrightText: 2026 The Baton authors
-- SPDX-License-Identifier: Apache-2.0

CREATE UNIQUE INDEX job_id ON job (id);
CREATE UNIQUE INDEX job_active_key ON job (active_key);
CREATE INDEX job_board ON job (phase, lane, priority, seq);
CREATE INDEX job_due ON job (phase, due);
CREATE INDEX job_holder ON job (holder, phase);
CREATE INDEX job_created ON job (created, id);
CREATE INDEX job_state ON job (state, created);
CREATE INDEX job_parent ON job (parent);
CREATE INDEX job_target ON job (target);
CREATE INDEX job_value_job ON job_value (job_seq, attribute);
CREATE INDEX job_value_word ON job_value (attribute, word);
CREATE INDEX job_event_job ON job_event (job_seq, number);
CREATE INDEX job_log_job ON job_log (job_seq, number);
CREATE INDEX api_key_user ON api_key (user_id);
CREATE INDEX login_session_user ON login_session (user_id);
CREATE INDEX login_session_expiry ON login_session (expiry);
