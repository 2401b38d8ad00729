-- SPDX-FileCopyrightText: 2026 The Baton authors
-- SPDX-License-Identifier: Apache-2.0

-- What was sent to the job: an object of names and values.
ALTER TABLE job ADD COLUMN signals ${text} ${bytes};
