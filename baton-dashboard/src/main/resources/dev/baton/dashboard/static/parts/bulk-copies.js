// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html} from '../lib/html.js';
import {apiUrl} from '../lib/api.js';
import {copiesFilter, countsOf} from '../lib/bulk-result.js';
import {count, counted} from '../lib/format.js';
import {jobsUrl} from '../lib/router.js';
import {useResource} from '../lib/use.js';

/**
 * The link to the jobs that a bulk retry has posted. Says when the list has others too.
 *
 * @param {{counts: any, job?: any, onOpen?: () => void}} props job: the bulk job, if there is one
 */
export function BulkCopies({counts, job = null, onOpen}) {
  const filter = copiesFilter(counts, job);
  const {data} = useResource(filter && apiUrl('job', {filter, last: 1, select: 'id'}));
  const made = counts?.success_count ?? 0;
  const others = (data?.count ?? made) - made;
  return filter && html`<a href=${jobsUrl(filter)} onClick=${onOpen}>Show the ${counted(made, 'new job')}</a>${
    others > 0 && html`<span> and ${count(others)} other ${others === 1 ? 'retry' : 'retries'} of that time</span>`}`;
}

/** The same on the page of a bulk job. @param {{job: any}} props */
export const CopiesOfBulkJob = ({job}) =>
  job.action === 'bulk_retry_job' ? html`<${BulkCopies} counts=${countsOf(job)} job=${job} />` : null;
