-- SPDX-FileCopyrightText: 2026 The Baton authors
-- SPDX-License-Identifier: Apache-2.0

-- Where the program of the job runs outside Baton, as JSON.
ALTER TABLE job ADD COLUMN location ${text};

-- Tells this store from every other one; a single row.
CREATE TABLE store_identity (
  singleton SMALLINT NOT NULL PRIMARY KEY,
  identity VARCHAR(36) ${bytes} NOT NULL
) ${table};
