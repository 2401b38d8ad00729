// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The result of a bulk job, and the jobs that a bulk retry has posted. */

import {quoted} from './filter.js';
import {parsed} from './format.js';

/** How far the clocks of two executors may differ, in milliseconds. */
const CLOCK_SKEW = 3_600_000;

/** The counts of a bulk job, which its result has at the end; null before. @param {any} job */
export function countsOf(job) {
  const result = parsed(job?.result);
  return typeof result?.success_count === 'number' ? result : null;
}

/**
 * The filter that selects the copies which a bulk retry has posted. An index finds them by their time.
 *
 * @param {any} counts the result
 * @param {any} job the bulk job; null if the request itself posted the few copies
 * @returns {string | null} null if no job was retried
 */
export function copiesFilter(counts, job) {
  if (!(counts?.success_count > 0)) {
    return null;
  }
  return job
    ? `origin/retried-by=${quoted(job.id)} and created>='${new Date(Date.parse(job.created) - CLOCK_SKEW).toISOString()}'`
    : 'id=[' + counts.success.map(quoted).join(',') + ']';
}
