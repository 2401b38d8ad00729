// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useState} from '../lib/html.js';
import {ApiError} from '../lib/api.js';
import {conditionOf} from '../lib/filter.js';
import {go, jobsUrl} from '../lib/router.js';
import {Empty} from './basics.js';

/** What happened, and what the user can do, by the status of the answer. */
const REASONS = /** @type {Record<number, [string, string]>} */ ({
  400: ['This is not the address of a job', 'A part of the id is missing or wrong.'],
  403: ['You may not see this job', 'Its owner or an administrator can give you access.'],
  404: ['There is no such job', 'It was deleted, or its id is wrong. Old jobs that have ended are deleted regularly.'],
});

/** Whether an answer means that the page cannot show the job, now and later. @param {unknown} error */
export const isMissing = (error) => error instanceof ApiError && error.status in REASONS;

/**
 * The page of a job that does not exist, or that the user may not see.
 *
 * @param {{error: ApiError}} props
 */
export function MissingJob({error}) {
  const [words, setWords] = useState('');
  const [title, advice] = REASONS[error.status];
  const search = (/** @type {Event} */ event) => {
    event.preventDefault();
    go(jobsUrl(words.trim() ? conditionOf(words) : ''));
  };
  return html`<${Empty} title=${title}><p>${advice}</p><p class="muted">${error.message}</p>
    <form class="list-line" role="search" onSubmit=${search}>
      <input type="search" aria-label="Search jobs" placeholder="Id, name, action or error" value=${words}
        onInput=${(/** @type {any} */ event) => setWords(event.target.value)} />
      <button type="submit" class="button">Search</button></form>
    <a class="button" href="/jobs">All jobs</a></${Empty}>`;
}
