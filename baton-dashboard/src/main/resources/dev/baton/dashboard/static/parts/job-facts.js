// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** Facts of a job that the list and the page of the job show in the same words. */

import {html} from '../lib/html.js';
import {errorParts, firstLine} from '../lib/format.js';
import {duration, now} from '../lib/time.js';

/**
 * How long a job has run; nothing before its start.
 *
 * @param {{job: any}} props
 */
export function RunTime({job}) {
  const current = now.use();
  const end = job.ended ? Date.parse(job.ended) : current;
  return html`${job.started ? duration(end - Date.parse(job.started)) : ''}`;
}

/** The message of a failed attempt, which stays after a later attempt. */
const FAILED_ATTEMPT = /^attempt \d+ (of \d+ )?failed/;

/** @param {any} job */
export const messageOf = (job) => job.state === 'SUCCESS' && job.attempt && FAILED_ATTEMPT.test(job['status-message'] ?? '')
  ? `succeeded at attempt ${job.attempt}` + (job['max-attempts'] ? ' of ' + job['max-attempts'] : '')
  : errorParts(firstLine((job.state === 'FAILED' && job['last-error']) || job['status-message'] || job['last-error'])).message;
