// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {useCallback, useEffect, useRef, useState} from 'preact/hooks';
import {apiUrl, call} from './api.js';
import {and, quoted} from './filter.js';
import {may} from './operations.js';
import {Store} from './store.js';
import {useReconnect} from './stream.js';

/** The size of a page that is read at a time. */
export const PAGE = 100;

/** The number of jobs that a search of the API can reach. */
export const REACH = 10000;

const SELECT =
  'id,state,action,name,progress,created,started,ended,owner,status-message,last-error,attempt,not-before,parked,priority,tags,created-by,operations,signals';

/** The job that was opened last, which the list marks when the user comes back. */
export const lastOpened = new Store('');

/**
 * The jobs that match a filter, read by pages when they become visible. The places of the jobs stay
 * fixed while new jobs are posted, until the list is read again.
 *
 * @param {string | null} filter null waits
 * @param {string} order
 */
export function useJobPages(filter, order) {
  const [version, setVersion] = useState(0);
  const [, redraw] = useState(0);
  const key = JSON.stringify([filter, order, version]);
  const state = useRef(/** @type {any} */ ({rows: new Map(), asked: new Set(), count: undefined, error: null}));
  /** Whether the first page is being read, and whether it must be read again after that. */
  const reading = useRef({open: false, again: false});

  const read = useCallback(
    async (/** @type {number} */ page, /** @type {any} */ into, /** @type {AbortSignal} */ signal) => {
      // Later pages leave out jobs that were posted after the first page was read.
      const isLater = page > 0 && order === 'created:desc' && into.newest;
      const query = {
        filter: isLater ? and(filter ?? '', `created<='${into.newest}'`) : filter,
        orderby: order,
        first: page * PAGE + 1,
        last: Math.min(REACH, (page + 1) * PAGE),
        // The exact number of many jobs would take longer than the page of jobs.
        'max-count': REACH,
        select: SELECT,
        strict: true,
      };
      const answer = await call('GET', apiUrl('job', query), {signal});
      answer.resources.forEach((/** @type {any} */ job, /** @type {number} */ i) =>
        into.rows.set(page * PAGE + i, job));
      if (page === 0) {
        into.count = answer.count;
        into.more = answer.more ?? false;
        into.newest = answer.resources[0]?.created;
        into.mayPost = may(answer, 'add');
      }
    },
    [filter, order],
  );

  useEffect(() => {
    if (filter === null) {
      return undefined;
    }
    const abort = new AbortController();
    const list = JSON.stringify([filter, order]);
    const fresh = {list, rows: new Map(), asked: new Set([0]), count: undefined, error: null, abort};
    const show = (/** @type {any} */ shown) => {
      if (!abort.signal.aborted) {
        state.current = shown;
        reading.current.open = false;
        redraw((n) => n + 1);
        if (reading.current.again) {
          reload();
        }
      }
    };
    reading.current = {open: true, again: false};
    read(0, fresh, abort.signal).then(() => show(fresh), (error) => {
      // The list that was read before stays.
      show({...(state.current.list === list ? {...state.current, abort} : fresh), error});
    });
    return () => abort.abort();
  }, [key]);

  const need = useCallback(
    (/** @type {number} */ from, /** @type {number} */ to) => {
      const current = state.current;
      for (let page = Math.floor(from / PAGE); page <= Math.floor(Math.max(from, to - 1) / PAGE); page++) {
        if (current.abort && !current.asked.has(page)) {
          current.asked.add(page);
          read(page, current, current.abort.signal).then(
            () => redraw((n) => n + 1),
            () => current.asked.delete(page),
          );
        }
      }
    },
    [read],
  );

  /** Reads jobs of the list again, after their state has changed. */
  const refresh = useCallback(async (/** @type {string[]} */ ids) => {
    const current = state.current;
    /** @type {Map<string, number>} */
    const places = new Map();
    current.rows.forEach((/** @type {any} */ job, /** @type {number} */ index) => places.set(job.id, index));
    const known = ids.filter((id) => places.has(id)).slice(0, 200);
    if (known.length) {
      const answer = await call('GET', apiUrl('job', {filter: 'id=[' + known.map(quoted).join(',') + ']', last: 200, select: SELECT}));
      answer.resources.forEach((/** @type {any} */ job) => current.rows.set(places.get(job.id), job));
      redraw((n) => n + 1);
    }
  }, []);

  // A request for the first page is not given up for a newer one, so that a slow answer arrives.
  const reload = useCallback(() => {
    if (reading.current.open) {
      reading.current.again = true;
    } else {
      setVersion((n) => n + 1);
    }
  }, []);

  const {rows, count, more, error, mayPost} = state.current;
  useReconnect(() => error && reload());
  return {rows, count, more, error, mayPost, need, refresh, reload};
}
