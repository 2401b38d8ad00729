-- SPDX-FileCopyrightText: 2026 The Baton authors
-- SPDX-License-Identifier: Apache-2.0

-- The board in its order, and queued jobs that are not on it: neither is to be sought among all
-- jobs, of which there may be millions that are final.
CREATE INDEX job_posting ON job (priority, seq) WHERE phase IS NOT NULL;
CREATE INDEX job_unposted ON job (seq) WHERE state = 'QUEUED' AND phase IS NULL;
