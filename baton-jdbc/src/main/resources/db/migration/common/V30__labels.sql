-- SPDX-FileCopyrightText: 2026 The Baton authors
-- SPDX-License-Identifier: Apache-2.0

-- The labels of the job as a JSON object. Searches use the rows of job_value with the attribute
-- 'labels', whose words have the form key=value.
ALTER TABLE job ADD COLUMN labels ${text};
