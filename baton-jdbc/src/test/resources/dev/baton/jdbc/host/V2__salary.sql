-- SPDX-FileCopyrightText: 2026 The Baton authors
-- SPDX-License-Identifier: Apache-2.0

ALTER TABLE job ADD COLUMN salary INT NOT NULL DEFAULT 7;
