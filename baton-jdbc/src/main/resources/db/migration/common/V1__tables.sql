-- SPDX-FileCopyrightText: 2026 The Baton authors
-- SPDX-License-Identifier: Apache-2.0

-- Moments are milliseconds since 1970. Strings compare byte by byte on every database.
-- phase: 0 ready to be claimed, 1 waits until due, 2 claimed by holder, null not on the board.
CREATE TABLE job (
  seq ${identity},
  id VARCHAR(36) ${bytes} NOT NULL,
  revision BIGINT NOT NULL,
  action VARCHAR(255) ${bytes} NOT NULL,
  name VARCHAR(255) ${bytes},
  description ${text} ${bytes},
  tags ${text},
  target VARCHAR(255) ${bytes},
  target_more ${text},
  affected ${text},
  payload ${text} ${bytes},
  priority INT NOT NULL,
  execution_mode VARCHAR(8) ${bytes} NOT NULL,
  version INT NOT NULL,
  parent VARCHAR(36) ${bytes},
  requires ${text},
  not_before BIGINT,
  timeout VARCHAR(64) ${bytes},
  max_attempts INT NOT NULL,
  backoff VARCHAR(255),
  unique_key VARCHAR(255) ${bytes},
  active_key VARCHAR(255) ${bytes},
  expiry BIGINT,
  state VARCHAR(8) ${bytes} NOT NULL,
  progress INT NOT NULL,
  status_message ${text},
  time_of_status_change BIGINT,
  return_code INT,
  started BIGINT,
  ended BIGINT,
  attempt INT NOT NULL,
  failures INT NOT NULL,
  owner VARCHAR(255) ${bytes},
  token BIGINT NOT NULL,
  result ${text},
  last_error ${text} ${bytes},
  output ${text} ${bytes},
  nested_jobs ${text},
  acl_id BIGINT NOT NULL,
  created BIGINT NOT NULL,
  created_by VARCHAR(255) ${bytes} NOT NULL,
  updated BIGINT NOT NULL,
  updated_by VARCHAR(255) ${bytes},
  phase SMALLINT,
  due BIGINT,
  lane BIGINT NOT NULL,
  holder BIGINT
) ${table};

-- The members of list attributes, for searches.
CREATE TABLE job_value (
  job_seq BIGINT NOT NULL,
  attribute VARCHAR(32) ${bytes} NOT NULL,
  word VARCHAR(255) ${bytes} NOT NULL
) ${table};

CREATE TABLE job_event (
  number ${identity},
  job_seq BIGINT NOT NULL,
  at_time BIGINT NOT NULL,
  kind VARCHAR(16) ${bytes} NOT NULL,
  state VARCHAR(8) ${bytes} NOT NULL,
  attempt INT NOT NULL,
  owner VARCHAR(255) ${bytes},
  note VARCHAR(1000) ${bytes}
) ${table};

CREATE TABLE job_log (
  number ${identity},
  job_seq BIGINT NOT NULL,
  at_time BIGINT NOT NULL,
  attempt INT NOT NULL,
  stream VARCHAR(32) ${bytes} NOT NULL,
  line ${text}
) ${table};

-- What jobs have in common that decides who may claim them.
CREATE TABLE lane (
  lane_id ${identity},
  digest VARCHAR(64) ${bytes} NOT NULL UNIQUE,
  lane_action VARCHAR(255) ${bytes} NOT NULL,
  lane_version INT NOT NULL,
  lane_requires ${text}
) ${table};

-- Executors' stays at the board; jobs refer to them by holder.
CREATE TABLE claimer (
  claimer_id ${identity},
  owner VARCHAR(255) ${bytes} NOT NULL,
  stay VARCHAR(64) ${bytes},
  lease BIGINT NOT NULL,
  lease_until BIGINT NOT NULL,
  dead SMALLINT NOT NULL
) ${table};

CREATE TABLE acl (
  acl_id ${identity},
  digest VARCHAR(64) ${bytes} NOT NULL UNIQUE,
  document ${text} NOT NULL
) ${table};

-- Owners are spelled out as having every right.
CREATE TABLE acl_right (
  acl_id BIGINT NOT NULL,
  granted VARCHAR(16) ${bytes} NOT NULL,
  principal VARCHAR(255) ${bytes} NOT NULL,
  PRIMARY KEY (principal, granted, acl_id)
) ${table};

CREATE TABLE leadership (
  office VARCHAR(255) ${bytes} NOT NULL PRIMARY KEY,
  contender VARCHAR(255) ${bytes},
  token BIGINT NOT NULL,
  lease_until BIGINT NOT NULL
) ${table};

CREATE TABLE distribution (
  office VARCHAR(255) ${bytes} NOT NULL PRIMARY KEY,
  schedule VARCHAR(1000) ${bytes} NOT NULL,
  last_time BIGINT,
  next_time BIGINT,
  last_posted INT NOT NULL,
  last_error ${text},
  leader VARCHAR(255) ${bytes} NOT NULL,
  token BIGINT NOT NULL
) ${table};

CREATE TABLE roster (
  member_id VARCHAR(255) ${bytes} NOT NULL PRIMARY KEY,
  kind VARCHAR(16) ${bytes} NOT NULL,
  name VARCHAR(255) ${bytes} NOT NULL,
  seen BIGINT NOT NULL,
  document ${text} NOT NULL
) ${table};

CREATE TABLE question (
  question_id VARCHAR(64) ${bytes} NOT NULL PRIMARY KEY,
  member_id VARCHAR(255) ${bytes} NOT NULL,
  subject VARCHAR(255) ${bytes} NOT NULL,
  asked BIGINT NOT NULL,
  answered BIGINT
) ${table};

-- Answers may be longer than the longest string of a database, so they are kept in pieces.
CREATE TABLE answer (
  question_id VARCHAR(64) ${bytes} NOT NULL,
  part INT NOT NULL,
  piece ${text} NOT NULL,
  PRIMARY KEY (question_id, part)
) ${table};

CREATE TABLE account (
  id VARCHAR(255) ${bytes} NOT NULL PRIMARY KEY,
  name VARCHAR(255) ${bytes} NOT NULL UNIQUE,
  password_hash VARCHAR(1000) ${bytes} NOT NULL,
  admin SMALLINT NOT NULL,
  active SMALLINT NOT NULL,
  created BIGINT NOT NULL,
  updated BIGINT NOT NULL
) ${table};

CREATE TABLE api_key (
  id VARCHAR(255) ${bytes} NOT NULL PRIMARY KEY,
  name VARCHAR(255) ${bytes} NOT NULL,
  secret_hash VARCHAR(255) ${bytes} NOT NULL,
  user_id VARCHAR(255) ${bytes} NOT NULL,
  active_claim VARCHAR(255) ${bytes} NOT NULL,
  claims ${text} NOT NULL,
  created BIGINT NOT NULL,
  expiry BIGINT
) ${table};

CREATE TABLE login_session (
  id VARCHAR(255) ${bytes} NOT NULL PRIMARY KEY,
  token_hash VARCHAR(255) ${bytes} NOT NULL UNIQUE,
  method VARCHAR(32) ${bytes} NOT NULL,
  identifier VARCHAR(255) ${bytes} NOT NULL,
  credential_id VARCHAR(255) ${bytes} NOT NULL,
  user_id VARCHAR(255) ${bytes} NOT NULL,
  active_claim VARCHAR(255) ${bytes} NOT NULL,
  claims ${text} NOT NULL,
  created BIGINT NOT NULL,
  expiry BIGINT NOT NULL
) ${table};
