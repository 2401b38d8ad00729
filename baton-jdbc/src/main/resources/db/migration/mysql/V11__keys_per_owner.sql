-- SPDX-FileCopyrightText: 2026 The Baton authors
-- SPDX-License-Identifier: Apache-2.0

DROP INDEX job_active_key ON job;
CREATE UNIQUE INDEX job_active_key ON job (active_key, key_scope);
