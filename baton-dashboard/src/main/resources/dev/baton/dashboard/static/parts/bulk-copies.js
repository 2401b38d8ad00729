// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html} from '../lib/html.js';
import {apiUrl} from '../lib/api.js';
import {copiesFilter, countsOf} from '../lib/bulk-result.js';
import {counted} from '../lib/format.js';
import {jobsUrl} from '../lib/router.js';
import {useResource} from '../lib/use.js';

/**
 * The link to the jobs that a bulk retry has posted; nothing if it has only made waiting jobs due.
 *
 * @param {{counts: any, job?: any, onOpen?: () => void}} props job: the bulk job, if there is one
 */
export function BulkCopies({counts, job = null, onOpen}) {
  const filter = copiesFilter(counts, job);
  const {data} = useResource(filter && apiUrl('job', {filter, last: 0}));
  return filter && data?.count > 0 && html`<a href=${jobsUrl(filter)} onClick=${onOpen}>Show the ${counted(data.count, 'new job')}</a>`;
}

/** The same on the page of a bulk job. @param {{job: any}} props */
export const CopiesOfBulkJob = ({job}) =>
  job.action === 'bulk_retry_job' ? html`<${BulkCopies} counts=${countsOf(job)} job=${job} />` : null;
