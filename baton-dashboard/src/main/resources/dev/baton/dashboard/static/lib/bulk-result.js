// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The result of a bulk job, and the jobs that a bulk retry has posted. */

import {quoted} from './filter.js';
import {parsed} from './format.js';

/** A longer list of ids does not fit into an address. */
const MOST_IDS = 200;

/** The counts of a bulk job, which its result has at the end; null before. @param {any} job */
export function countsOf(job) {
  const result = parsed(job?.result);
  return typeof result?.success_count === 'number' ? result : null;
}

/**
 * The filter that selects the copies which a bulk retry has posted: by their ids if the result names
 * all of them. Otherwise by the time of the bulk job, in which others may have retried jobs too.
 *
 * @param {any} counts the result
 * @param {any} job the bulk job; null if the request itself made the changes
 * @returns {string | null}
 */
export function copiesFilter(counts, job) {
  const ids = counts?.success ?? [];
  if (ids.length > 0 && ids.length <= MOST_IDS && ids.length === counts.success_count) {
    return 'id=[' + ids.map(quoted).join(',') + ']';
  }
  return counts?.success_count > 0 && job?.ended
    ? `origin/retry-of!=null and created>='${job.created}' and created<='${job.ended}'`
    : null;
}
