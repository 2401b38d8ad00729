-- SPDX-FileCopyrightText: 2026 The Baton authors
-- SPDX-License-Identifier: Apache-2.0

-- Times are milliseconds since 1970. Strings compare byte by byte on every database.

-- The columns of the job tables are sorted by size, because PostgreSQL aligns numbers.

-- A job as it was posted, with the changes of later edits. Its status is in one of the two tables below:
-- each job has a row in exactly one of them.
CREATE TABLE ${tables}job (
  seq ${identity},
  acl_id BIGINT NOT NULL,
  created BIGINT NOT NULL,
  not_before BIGINT,
  expiry BIGINT,
  priority INT NOT NULL,
  version INT NOT NULL,
  max_attempts INT NOT NULL,
  awaited SMALLINT NOT NULL,
  id VARCHAR(36) ${bytes} NOT NULL,
  action VARCHAR(255) ${bytes} NOT NULL,
  name VARCHAR(255) ${bytes},
  description ${text} ${bytes},
  tags ${text},
  -- A JSON object. Searches use the rows of baton_job_value with the attribute 'labels', whose words
  -- have the form key=value.
  labels ${text},
  target VARCHAR(255) ${bytes},
  target_more ${text},
  affected ${text},
  payload ${text} ${bytes},
  execution_mode VARCHAR(8) ${bytes} NOT NULL,
  parent VARCHAR(36) ${bytes},
  requires ${text},
  timeout VARCHAR(64) ${bytes},
  backoff VARCHAR(255),
  unique_key VARCHAR(255) ${bytes},
  traceparent VARCHAR(55) ${bytes},
  tracestate VARCHAR(512) ${bytes},
  -- How the job came to be, with the column awaited; written once.
  origin_owner VARCHAR(255) ${bytes},
  distribution VARCHAR(255) ${bytes},
  child_key VARCHAR(255) ${bytes},
  retry_of VARCHAR(36) ${bytes},
  -- No index has it: searches for it also name the time of the retry.
  retried_by VARCHAR(36) ${bytes},
  created_by VARCHAR(255) ${bytes} NOT NULL
) ${table};

-- The status of a job that is not final, and its place on the board.
-- phase: 0 ready to be claimed, 1 waits until due, 2 claimed by holder, 3 posted on an external
-- board, null not on the board.
CREATE TABLE ${tables}active_job (
  job_seq BIGINT NOT NULL PRIMARY KEY,
  kind_id BIGINT NOT NULL,
  -- Null if the job does not wait for a time.
  due BIGINT,
  holder BIGINT,
  -- Copies of columns of baton_job, for searches, quotas and schedules: this column, and owned_by, which is
  -- null if administrators own the job, and scheduled_by.
  job_created BIGINT NOT NULL,
  -- The numbers of the events that this row tells: the post, the newest claim unless it ended without
  -- an end of the job, and when and how that claim began.
  posted_event BIGINT,
  claim_event BIGINT,
  claimed BIGINT,
  token BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  updated BIGINT NOT NULL,
  started BIGINT,
  ended BIGINT,
  time_of_status_change BIGINT,
  board_priority INT NOT NULL,
  attempt INT NOT NULL,
  failures INT NOT NULL,
  -- How often in a row the job was taken from an executor that died or lost its claim.
  takeovers INT NOT NULL,
  return_code INT,
  progress SMALLINT NOT NULL,
  phase SMALLINT,
  resumed SMALLINT,
  -- Whether a bulk job waits for its children.
  parked SMALLINT NOT NULL,
  state VARCHAR(8) ${bytes} NOT NULL,
  owned_by VARCHAR(255) ${bytes},
  scheduled_by VARCHAR(255) ${bytes},
  owner VARCHAR(255) ${bytes},
  updated_by VARCHAR(255) ${bytes},
  status_message ${text},
  result ${text},
  last_error ${text} ${bytes},
  output ${text} ${bytes},
  nested_jobs ${text},
  -- Where the program of the job runs outside Baton, as JSON.
  location ${text},
  -- What was sent to the job: a JSON object of names and values.
  signals ${text} ${bytes}
) ${table};

-- The status of a job that is final.
CREATE TABLE ${tables}finished_job (
  job_seq BIGINT NOT NULL PRIMARY KEY,
  -- A copy, so that an index has the jobs of a state in the order of a search.
  job_created BIGINT NOT NULL,
  posted_event BIGINT,
  claim_event BIGINT,
  claimed BIGINT,
  ended_event BIGINT,
  token BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  updated BIGINT NOT NULL,
  started BIGINT,
  ended BIGINT,
  time_of_status_change BIGINT,
  attempt INT NOT NULL,
  failures INT NOT NULL,
  takeovers INT NOT NULL,
  return_code INT,
  progress SMALLINT NOT NULL,
  resumed SMALLINT,
  parked SMALLINT NOT NULL,
  state VARCHAR(8) ${bytes} NOT NULL,
  owner VARCHAR(255) ${bytes},
  updated_by VARCHAR(255) ${bytes},
  status_message ${text},
  result ${text},
  last_error ${text} ${bytes},
  output ${text} ${bytes},
  nested_jobs ${text},
  location ${text},
  signals ${text} ${bytes}
) ${table};

-- The unique keys that jobs hold. A key is free when its job is final and no executor has the job.
CREATE TABLE ${tables}unique_key (
  key_scope VARCHAR(255) ${bytes} NOT NULL,
  unique_key VARCHAR(255) ${bytes} NOT NULL,
  job_seq BIGINT NOT NULL,
  PRIMARY KEY (key_scope, unique_key)
) ${table};

-- Claims of jobs that another process ended while an executor had them, until the executor notices.
CREATE TABLE ${tables}ended_claim (
  job_seq BIGINT NOT NULL PRIMARY KEY,
  holder BIGINT NOT NULL,
  token BIGINT NOT NULL
) ${table};

-- The members of list attributes, for searches. The column job_created is a copy, as in
-- baton_finished_job.
CREATE TABLE ${tables}job_value (
  job_seq BIGINT NOT NULL,
  job_created BIGINT NOT NULL,
  attribute VARCHAR(32) ${bytes} NOT NULL,
  word VARCHAR(255) ${bytes} NOT NULL
) ${table};

-- The events of all jobs, in the order of their numbers, for readers that follow them. A row holds
-- the events of one transaction as JSON; the number of an event consists of the number of the row and
-- the place in it. Rows are deleted after a day: the history of a job does not need them.
CREATE TABLE ${tables}event_batch (
  number ${identity},
  at_time BIGINT NOT NULL,
  events ${text} NOT NULL
) ${table};

-- The events of a job that its status does not tell: all except the post, the newest claim and the
-- end.
CREATE TABLE ${tables}job_event (
  job_seq BIGINT NOT NULL,
  number BIGINT NOT NULL,
  at_time BIGINT NOT NULL,
  kind VARCHAR(16) ${bytes} NOT NULL,
  state VARCHAR(8) ${bytes} NOT NULL,
  attempt INT NOT NULL,
  owner VARCHAR(255) ${bytes},
  note VARCHAR(1000) ${bytes},
  PRIMARY KEY (job_seq, number)
) ${table};

-- The lines of a job are numbered from 1 without gaps, so that a line is found by its place, and lines
-- are counted, without reading others.
CREATE TABLE ${tables}job_log (
  job_seq BIGINT NOT NULL,
  number BIGINT NOT NULL,
  at_time BIGINT NOT NULL,
  attempt INT NOT NULL,
  stream VARCHAR(32) ${bytes} NOT NULL,
  line ${text},
  -- Where the line ends in the output that it was read from; most lines were not.
  mark VARCHAR(255) ${bytes},
  PRIMARY KEY (job_seq, number)
) ${table};

-- What jobs have in common that decides which executors may claim them.
CREATE TABLE ${tables}job_kind (
  kind_id ${identity},
  digest VARCHAR(64) ${bytes} NOT NULL UNIQUE,
  kind_action VARCHAR(255) ${bytes} NOT NULL,
  kind_version INT NOT NULL,
  kind_requires ${text}
) ${table};

-- The sessions of executors at the board; jobs refer to them by holder.
CREATE TABLE ${tables}session (
  session_id ${identity},
  owner VARCHAR(255) ${bytes} NOT NULL,
  session_key VARCHAR(64) ${bytes},
  lease BIGINT NOT NULL,
  lease_until BIGINT NOT NULL,
  dead SMALLINT NOT NULL
) ${table};

CREATE TABLE ${tables}acl (
  acl_id ${identity},
  digest VARCHAR(64) ${bytes} NOT NULL UNIQUE,
  document ${text} NOT NULL
) ${table};

-- Owners have a row for every right.
CREATE TABLE ${tables}acl_right (
  acl_id BIGINT NOT NULL,
  granted VARCHAR(16) ${bytes} NOT NULL,
  principal VARCHAR(255) ${bytes} NOT NULL,
  PRIMARY KEY (principal, granted, acl_id)
) ${table};

CREATE TABLE ${tables}leadership (
  election VARCHAR(255) ${bytes} NOT NULL PRIMARY KEY,
  contender VARCHAR(255) ${bytes},
  token BIGINT NOT NULL,
  lease_until BIGINT NOT NULL
) ${table};

CREATE TABLE ${tables}distribution (
  election VARCHAR(255) ${bytes} NOT NULL PRIMARY KEY,
  schedule VARCHAR(1000) ${bytes} NOT NULL,
  last_time BIGINT,
  next_time BIGINT,
  last_posted INT NOT NULL,
  last_error ${text},
  leader VARCHAR(255) ${bytes} NOT NULL,
  misfires BIGINT NOT NULL,
  last_misfire BIGINT,
  token BIGINT NOT NULL
) ${table};

CREATE TABLE ${tables}member (
  member_id VARCHAR(255) ${bytes} NOT NULL PRIMARY KEY,
  kind VARCHAR(16) ${bytes} NOT NULL,
  name VARCHAR(255) ${bytes} NOT NULL,
  seen BIGINT NOT NULL,
  lost SMALLINT NOT NULL,
  document ${text} NOT NULL
) ${table};

CREATE TABLE ${tables}question (
  question_id VARCHAR(64) ${bytes} NOT NULL PRIMARY KEY,
  member_id VARCHAR(255) ${bytes} NOT NULL,
  subject VARCHAR(255) ${bytes} NOT NULL,
  asked BIGINT NOT NULL,
  answered BIGINT
) ${table};

-- Answers may be longer than the longest string of a database, so they are kept in pieces.
CREATE TABLE ${tables}answer (
  question_id VARCHAR(64) ${bytes} NOT NULL,
  part INT NOT NULL,
  piece ${text} NOT NULL,
  PRIMARY KEY (question_id, part)
) ${table};

CREATE TABLE ${tables}account (
  id VARCHAR(255) ${bytes} NOT NULL PRIMARY KEY,
  name VARCHAR(255) ${bytes} NOT NULL UNIQUE,
  password_hash VARCHAR(1000) ${bytes} NOT NULL,
  admin SMALLINT NOT NULL,
  active SMALLINT NOT NULL,
  created BIGINT NOT NULL,
  updated BIGINT NOT NULL
) ${table};

CREATE TABLE ${tables}api_key (
  id VARCHAR(255) ${bytes} NOT NULL PRIMARY KEY,
  name VARCHAR(255) ${bytes} NOT NULL,
  secret_hash VARCHAR(255) ${bytes} NOT NULL,
  user_id VARCHAR(255) ${bytes} NOT NULL,
  active_claim VARCHAR(255) ${bytes} NOT NULL,
  claims ${text} NOT NULL,
  created BIGINT NOT NULL,
  expiry BIGINT
) ${table};

CREATE TABLE ${tables}login_session (
  id VARCHAR(255) ${bytes} NOT NULL PRIMARY KEY,
  token_hash VARCHAR(255) ${bytes} NOT NULL UNIQUE,
  method VARCHAR(32) ${bytes} NOT NULL,
  identifier VARCHAR(255) ${bytes} NOT NULL,
  credential_id VARCHAR(255) ${bytes} NOT NULL,
  user_id VARCHAR(255) ${bytes} NOT NULL,
  active_claim VARCHAR(255) ${bytes} NOT NULL,
  claims ${text} NOT NULL,
  created BIGINT NOT NULL,
  expiry BIGINT NOT NULL,
  client_address VARCHAR(255) ${bytes} NOT NULL,
  user_agent VARCHAR(255) ${bytes} NOT NULL
) ${table};

-- The progress of flows; details are JSON.
CREATE TABLE ${tables}flow (
  job_seq BIGINT NOT NULL PRIMARY KEY,
  flow_revision BIGINT NOT NULL,
  flow_detail ${text} NOT NULL
) ${table};

CREATE TABLE ${tables}atom (
  atom_id ${identity},
  job_seq BIGINT NOT NULL,
  atom_name VARCHAR(255) ${bytes} NOT NULL,
  atom_detail ${text} NOT NULL,
  UNIQUE (job_seq, atom_name)
) ${table};

CREATE TABLE ${tables}flow_step (
  number ${identity},
  job_seq BIGINT NOT NULL,
  at_time BIGINT NOT NULL,
  kind VARCHAR(16) ${bytes} NOT NULL,
  subject VARCHAR(255) ${bytes} NOT NULL,
  from_state VARCHAR(16) ${bytes} NOT NULL,
  to_state VARCHAR(16) ${bytes} NOT NULL
) ${table};

-- Every action that a process ever provided, until a request removes it.
CREATE TABLE ${tables}known_action (
  name VARCHAR(255) ${bytes} NOT NULL PRIMARY KEY,
  provided BIGINT NOT NULL,
  provided_by VARCHAR(512) ${bytes} NOT NULL,
  document ${text} NOT NULL
) ${table};

-- Tells this store from every other one; a single row.
CREATE TABLE ${tables}store_identity (
  singleton SMALLINT NOT NULL PRIMARY KEY,
  identity VARCHAR(36) ${bytes} NOT NULL
) ${table};

CREATE UNIQUE INDEX ${prefix}job_id ON ${tables}job (id);
CREATE INDEX ${prefix}finished_job_state ON ${tables}finished_job (state, job_created);
CREATE INDEX ${prefix}unique_key_job ON ${tables}unique_key (job_seq);
CREATE INDEX ${prefix}ended_claim_holder ON ${tables}ended_claim (holder);
CREATE INDEX ${prefix}job_value_job ON ${tables}job_value (job_seq, attribute);
CREATE INDEX ${prefix}job_value_word ON ${tables}job_value (attribute, word, job_created);
CREATE INDEX ${prefix}flow_step_job ON ${tables}flow_step (job_seq, number);
CREATE INDEX ${prefix}api_key_user ON ${tables}api_key (user_id);
CREATE INDEX ${prefix}login_session_user ON ${tables}login_session (user_id);
CREATE INDEX ${prefix}login_session_expiry ON ${tables}login_session (expiry);

-- Counts of the events of jobs, by minute. The minutes count from 1970.
-- Which event was counted last, when, and in which minute the waiting jobs were sampled; a single row.
CREATE TABLE ${tables}counted_event (
  singleton SMALLINT NOT NULL PRIMARY KEY,
  number BIGINT NOT NULL,
  counted BIGINT NOT NULL,
  sampled BIGINT NOT NULL
) ${table};

-- Separate for each access control list, so that each caller sees the counts of the jobs that the
-- caller may view. Each place of a histogram has a column; null is zero.
CREATE TABLE ${tables}job_count (
  at_minute BIGINT NOT NULL,
  acl_id BIGINT NOT NULL,
  action VARCHAR(255) ${bytes} NOT NULL,
  posted BIGINT NOT NULL,
  started BIGINT NOT NULL,
  succeeded BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  canceled BIGINT NOT NULL,
  retried BIGINT NOT NULL,
  waits_0 BIGINT, waits_1 BIGINT, waits_2 BIGINT, waits_3 BIGINT,
  waits_4 BIGINT, waits_5 BIGINT, waits_6 BIGINT, waits_7 BIGINT,
  waits_8 BIGINT, waits_9 BIGINT, waits_10 BIGINT, waits_11 BIGINT,
  waits_12 BIGINT, waits_13 BIGINT, waits_14 BIGINT, waits_15 BIGINT,
  waits_16 BIGINT, waits_17 BIGINT, waits_18 BIGINT, waits_19 BIGINT,
  waits_20 BIGINT, waits_21 BIGINT, waits_22 BIGINT, waits_23 BIGINT,
  waits_24 BIGINT, waits_25 BIGINT, waits_26 BIGINT, waits_27 BIGINT,
  runs_0 BIGINT, runs_1 BIGINT, runs_2 BIGINT, runs_3 BIGINT,
  runs_4 BIGINT, runs_5 BIGINT, runs_6 BIGINT, runs_7 BIGINT,
  runs_8 BIGINT, runs_9 BIGINT, runs_10 BIGINT, runs_11 BIGINT,
  runs_12 BIGINT, runs_13 BIGINT, runs_14 BIGINT, runs_15 BIGINT,
  runs_16 BIGINT, runs_17 BIGINT, runs_18 BIGINT, runs_19 BIGINT,
  runs_20 BIGINT, runs_21 BIGINT, runs_22 BIGINT, runs_23 BIGINT,
  runs_24 BIGINT, runs_25 BIGINT, runs_26 BIGINT, runs_27 BIGINT,
  PRIMARY KEY (at_minute, acl_id, action)
) ${table};

-- Each sample of the waiting jobs, and whether it contains all of them.
CREATE TABLE ${tables}waiting_sample (
  at_minute BIGINT NOT NULL PRIMARY KEY,
  complete SMALLINT NOT NULL
) ${table};

CREATE TABLE ${tables}waiting_count (
  at_minute BIGINT NOT NULL,
  acl_id BIGINT NOT NULL,
  action VARCHAR(255) ${bytes} NOT NULL,
  waiting BIGINT NOT NULL,
  oldest BIGINT NOT NULL,
  PRIMARY KEY (at_minute, acl_id, action)
) ${table};

-- Failures with the same cause, by periods of ten minutes.
CREATE TABLE ${tables}failure_count (
  at_minute BIGINT NOT NULL,
  acl_id BIGINT NOT NULL,
  action VARCHAR(255) ${bytes} NOT NULL,
  fingerprint VARCHAR(64) ${bytes} NOT NULL,
  pattern VARCHAR(300) ${bytes} NOT NULL,
  failures BIGINT NOT NULL,
  first_time BIGINT NOT NULL,
  last_time BIGINT NOT NULL,
  example VARCHAR(36) ${bytes} NOT NULL,
  message VARCHAR(1000) ${bytes} NOT NULL,
  PRIMARY KEY (at_minute, acl_id, action, fingerprint)
) ${table};
