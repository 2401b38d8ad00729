// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {useCallback, useEffect, useRef, useState} from 'preact/hooks';
import {isOutage} from './api.js';
import {visible} from './format.js';
import {pauseAfter, Reads} from './reads.js';
import {Store} from './store.js';
import {useReconnect} from './stream.js';

/** @type {Map<object, number>} when each document of the page was read last */
const readTimes = new Map();

/** When the oldest document of the page was read, in milliseconds; 0 if the page has none. */
export const oldestRead = new Store(0);

/**
 * @param {object} reader
 * @param {number | null} at null if the page no longer shows the document
 */
function noteRead(reader, at) {
  if (at === null) {
    readTimes.delete(reader);
  } else {
    readTimes.set(reader, at);
  }
  oldestRead.set(readTimes.size ? Math.min(...readTimes.values()) : 0);
}

const SKELETON = 150;
/** How often a document is read again while the server is not reached, in milliseconds. */
const OUTAGE = 5000;

/**
 * Reads a document and keeps it while a newer one is read.
 *
 * @param {string | null} url null reads nothing
 * @param {{text?: boolean, keep?: boolean}} [options] keep: show the old document while another
 *     address is read
 */
export function useResource(url, options = {}) {
  const [state, setState] = useState(/** @type {{url: string | null, data: any, error: any}} */ ({url: null, data: undefined, error: null}));
  const [slow, setSlow] = useState(false);
  const reads = useRef(/** @type {Reads | null} */ (null));
  useEffect(() => {
    if (url === null) {
      return undefined;
    }
    const timer = setTimeout(() => setSlow(true), SKELETON);
    const current = new Reads(url, {text: options.text}, (data, error) => {
      clearTimeout(timer);
      setSlow(false);
      if (!error) {
        noteRead(current, Date.now());
      }
      setState((before) => ({url, data: error && before.url === url ? before.data : data, error}));
    });
    reads.current = current;
    current.read();
    return () => {
      clearTimeout(timer);
      setSlow(false);
      reads.current = null;
      current.close();
      noteRead(current, null);
    };
  }, [url]);
  const reload = useCallback(() => reads.current?.read() ?? Promise.resolve(), []);
  useReconnect(() => state.error && reload());
  useInterval(reload, url !== null && state.url === url && isOutage(state.error) ? OUTAGE : null);
  const current = state.url === url || options.keep;
  return {
    data: current && url !== null ? state.data : undefined,
    error: state.url === url ? state.error : null,
    /** Whether the first answer takes so long that a placeholder helps. */
    slow: slow && !(current && state.data !== undefined),
    /** Reads the document again; the promise ends with the answer. */
    reload,
  };
}

/**
 * Limits how often a function runs: at once, then after a pause, and always a last time. The pause
 * is longer if the function, with the promise that it returns, takes long.
 *
 * @param {() => unknown} action
 * @param {number} period in milliseconds
 */
export function useThrottled(action, period) {
  const latest = useRef(action);
  latest.current = action;
  const state = useRef({next: 0, timer: 0, runs: false, again: false, closed: false});
  useEffect(() => {
    state.current.closed = false;
    return () => {
      state.current.closed = true;
      clearTimeout(state.current.timer);
    };
  }, []);
  return useCallback(() => {
    const throttle = state.current;
    const run = async () => {
      throttle.timer = 0;
      throttle.runs = true;
      const start = performance.now();
      try {
        await latest.current();
      } finally {
        throttle.runs = false;
        throttle.next = Date.now() + pauseAfter(performance.now() - start, period);
        if (throttle.again) {
          throttle.again = false;
          begin();
        }
      }
    };
    const begin = () => {
      if (throttle.runs) {
        throttle.again = true;
      } else if (!throttle.timer && !throttle.closed) {
        throttle.timer = setTimeout(run, Math.max(0, throttle.next - Date.now()));
      }
    };
    begin();
  }, [period]);
}

const LONGEST_FACTOR = 4;

/**
 * Runs an action regularly while the page is visible. Only for facts that no stream announces. The
 * pauses are longer if the action, with the promise that it returns, takes long, and while its
 * value is false, which means that nothing has changed.
 *
 * @param {() => unknown} action
 * @param {number | null} period in milliseconds; null stops
 */
export function useInterval(action, period) {
  const latest = useRef(action);
  latest.current = action;
  useEffect(() => {
    if (period === null) {
      return undefined;
    }
    let timer = 0;
    let closed = false;
    let factor = 1;
    const run = async () => {
      const start = performance.now();
      try {
        const changed = document.hidden ? true : await latest.current();
        factor = changed === false ? Math.min(LONGEST_FACTOR, factor * 2) : 1;
      } finally {
        if (!closed) {
          timer = setTimeout(run, pauseAfter(performance.now() - start, period * factor));
        }
      }
    };
    timer = setTimeout(run, period);
    return () => {
      closed = true;
      clearTimeout(timer);
    };
  }, [period]);
}

/** @param {string} title */
export function useTitle(title) {
  useEffect(() => {
    document.title = title ? visible(title) + ' · Baton' : 'Baton';
  }, [title]);
}
