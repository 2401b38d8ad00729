// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {get} from './api.js';
import {and} from './filter.js';
import {counted, download} from './format.js';
import {REACH} from './job-pages.js';
import {toast} from './toast.js';

const CSV = [
  'id', 'state', 'action', 'name', 'progress', 'created', 'started', 'ended', 'owner', 'attempt', 'priority',
  'created-by', 'status-message', 'last-error',
];

/**
 * A cell of a CSV file. A cell that begins like a formula would be executed by a spreadsheet.
 *
 * @param {unknown} value
 */
const cell = (value) =>
  '"' + String(value ?? '').replace(/^([=+\-@\t\r])/, "'$1").replaceAll('"', '""') + '"';

/** @param {any[]} jobs */
const csv = (jobs) => [CSV.join(','), ...jobs.map((job) => CSV.map((name) => cell(job[name])).join(','))].join('\r\n');

/**
 * The filter without the jobs that are posted from now on: they would move the pages that are read
 * one after the other, so that a job is on two of them.
 *
 * @param {string} filter
 */
async function withoutNewJobs(filter) {
  const {resources} = await get('job', {filter, orderby: 'created:desc', last: 1, select: 'created'});
  return resources.length ? and(filter, `created<='${resources[0].created}'`) : filter;
}

/**
 * Saves jobs that match a filter, up to the number that a search can reach.
 *
 * @param {'json' | 'csv'} format
 * @param {string} filter
 * @param {string} orderby
 */
export async function exportJobs(format, filter, orderby) {
  const select = format === 'csv' ? CSV.join(',') : undefined;
  const bounded = await withoutNewJobs(filter);
  /** @type {any[]} */
  const jobs = [];
  let page;
  do {
    const last = Math.min(REACH, jobs.length + 1000);
    page = await get('job', {filter: bounded, orderby, first: jobs.length + 1, last, select});
    jobs.push(...page.resources);
  } while (page.resources.length === 1000 && jobs.length < REACH);
  if (format === 'json') {
    download('jobs.json', 'application/json', [JSON.stringify(jobs, null, 2)]);
  } else {
    download('jobs.csv', 'text/csv', [csv(jobs)]);
  }
  const limit = jobs.length === REACH ? ', which is the most that one export contains' : '';
  toast(counted(jobs.length, 'job') + ' exported' + limit);
}
