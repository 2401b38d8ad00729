-- SPDX-FileCopyrightText: 2026 The Baton authors
-- SPDX-License-Identifier: Apache-2.0

-- Every action that a process ever provided, until somebody has it forgotten.
CREATE TABLE known_action (
  name VARCHAR(255) ${bytes} NOT NULL PRIMARY KEY,
  provided BIGINT NOT NULL,
  provided_by VARCHAR(512) ${bytes} NOT NULL,
  document ${text} NOT NULL
) ${table};
