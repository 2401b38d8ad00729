-- SPDX-FileCopyrightText: 2026 The Baton authors
-- SPDX-License-Identifier: Apache-2.0

-- How often in a row a job was taken from an executor that died or lost its claim.
ALTER TABLE job ADD COLUMN takeovers INT DEFAULT 0 NOT NULL;
