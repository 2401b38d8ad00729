-- SPDX-FileCopyrightText: 2026 The Baton authors
-- SPDX-License-Identifier: Apache-2.0

-- Partial: a final job leaves the board's indexes, so that they stay as small as the board.
CREATE UNIQUE INDEX job_id ON job (id);
CREATE UNIQUE INDEX job_active_key ON job (active_key) WHERE active_key IS NOT NULL;
CREATE INDEX job_board ON job (lane, priority, seq) WHERE phase = 0;
CREATE INDEX job_due ON job (due) WHERE phase = 1;
CREATE INDEX job_holder ON job (holder, phase) WHERE holder IS NOT NULL;
CREATE INDEX job_created ON job (created, id);
CREATE INDEX job_state ON job (state, created);
CREATE INDEX job_parent ON job (parent) WHERE parent IS NOT NULL;
CREATE INDEX job_target ON job (target) WHERE target IS NOT NULL;
CREATE INDEX job_value_job ON job_value (job_seq, attribute);
CREATE INDEX job_value_word ON job_value (attribute, word);
CREATE INDEX job_event_job ON job_event (job_seq, number);
CREATE INDEX job_log_job ON job_log (job_seq, number);
CREATE INDEX api_key_user ON api_key (user_id);
CREATE INDEX login_session_user ON login_session (user_id);
CREATE INDEX login_session_expiry ON login_session (expiry);

-- Every job is written three times or more; do not wait until a fifth of a huge table is dead.
ALTER TABLE job SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000,
  autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE claimer SET (fillfactor = 50, autovacuum_vacuum_threshold = 200);
