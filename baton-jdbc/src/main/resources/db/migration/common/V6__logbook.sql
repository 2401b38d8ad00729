-- SPDX-FileCopyrightText: 2026 The Baton authors
-- SPDX-License-Identifier: Apache-2.0

-- The progress of flows; details are JSON.
CREATE TABLE flow (
  job_seq BIGINT NOT NULL PRIMARY KEY,
  flow_revision BIGINT NOT NULL,
  flow_detail ${text} NOT NULL
) ${table};

CREATE TABLE atom (
  atom_id ${identity},
  job_seq BIGINT NOT NULL,
  atom_name VARCHAR(255) ${bytes} NOT NULL,
  atom_detail ${text} NOT NULL,
  UNIQUE (job_seq, atom_name)
) ${table};

CREATE TABLE flow_step (
  number ${identity},
  job_seq BIGINT NOT NULL,
  at_time BIGINT NOT NULL,
  kind VARCHAR(16) ${bytes} NOT NULL,
  subject VARCHAR(255) ${bytes} NOT NULL,
  from_state VARCHAR(16) ${bytes} NOT NULL,
  to_state VARCHAR(16) ${bytes} NOT NULL
) ${table};

CREATE INDEX flow_step_job ON flow_step (job_seq, number);
