// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The copies that retries have posted, seen from the jobs that were retried. */

import {useEffect, useRef, useState} from 'preact/hooks';
import {get} from './api.js';
import {and, quoted} from './filter.js';
import {useThrottled} from './use.js';

/** The number of jobs whose copies one request asks for. A longer list does not fit into an address. */
const BATCH = 100;
/** A job that was retried often has this many copies in an answer at most. */
const MOST_COPIES = 1000;
/** The number of jobs that are checked before they are retried again. */
const MOST_CHECKED = 1000;

/**
 * Reads the newest copy of each job.
 *
 * @param {string[]} ids
 * @returns {Promise<Map<string, any>>} by the id of the original; a job without a copy is absent
 */
async function readCopies(ids) {
  const copies = new Map();
  for (let first = 0; first < ids.length; first += BATCH) {
    const filter = 'origin/retry-of=[' + ids.slice(first, first + BATCH).map(quoted).join(',') + ']';
    const select = 'id,state,attempt,parked,not-before,origin';
    const answer = await get('job', {filter, select, orderby: 'created:asc', last: MOST_COPIES, 'max-count': MOST_COPIES});
    answer.resources.forEach((/** @type {any} */ copy) => copies.set(copy.origin['retry-of'], copy));
  }
  return copies;
}

/** Only a job that ended without success is worth a retry. @param {any} job */
const mayHaveCopy = (job) => job.state === 'FAILED' || job.state === 'CANCELED';

/**
 * The newest copies of the visible jobs of a list. They are read again with the list.
 *
 * @param {Map<number, any>} rows the jobs of the list by their places; another map is another list
 * @param {number} first
 * @param {number} last the first place that is not visible
 * @returns {Map<string, any>} by the id of the original
 */
export function useCopies(rows, first, last) {
  const [, redraw] = useState(0);
  const state = useRef({rows, asked: new Set(), copies: new Map()});
  if (state.current.rows !== rows) {
    state.current = {rows, asked: new Set(), copies: state.current.copies};
  }
  const visible = [];
  for (let i = first; i < last; i++) {
    const job = rows.get(i);
    if (job && mayHaveCopy(job) && !state.current.asked.has(job.id)) {
      visible.push(job.id);
    }
  }
  const wanted = visible.join(' ');
  const read = useThrottled(async () => {
    const current = state.current;
    const ids = latest.current.filter((id) => !current.asked.has(id));
    if (ids.length > 0) {
      ids.forEach((id) => current.asked.add(id));
      // The list is useful without its copies, and the next visible rows ask again.
      const copies = await readCopies(ids).catch(() => new Map());
      ids.forEach((id) => current.copies.delete(id));
      copies.forEach((copy, id) => current.copies.set(id, copy));
      redraw((n) => n + 1);
    }
  }, 500);
  const latest = useRef(visible);
  latest.current = visible;
  useEffect(() => {
    if (wanted) {
      read();
    }
  }, [wanted]);
  return state.current.copies;
}

/**
 * Counts the jobs of a filter that were retried before, among the newest of them.
 *
 * @param {string} filter
 * @param {string[]} states
 * @returns {Promise<{retried: number, checked: number}>}
 */
export async function countRetried(filter, states) {
  const inStates = and(filter, 'state=[' + states.map(quoted).join(',') + ']');
  const query = {filter: inStates, select: 'id', orderby: 'created:desc', last: MOST_CHECKED, 'max-count': MOST_CHECKED};
  const {resources} = await get('job', query);
  const copies = await readCopies(resources.map((/** @type {any} */ job) => job.id));
  return {retried: copies.size, checked: resources.length};
}
