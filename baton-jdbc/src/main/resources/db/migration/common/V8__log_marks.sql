-- SPDX-FileCopyrightText: 2026 The Baton authors
-- SPDX-License-Identifier: Apache-2.0

-- Where the line ends in the output that it was read from; most lines were not.
ALTER TABLE job_log ADD COLUMN mark VARCHAR(255) ${bytes};
