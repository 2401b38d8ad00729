// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {useCallback, useEffect, useRef, useState} from 'preact/hooks';
import {call} from './api.js';

const SKELETON = 150;

/**
 * Reads a document and keeps it while a newer one is read.
 *
 * @param {string | null} url null reads nothing
 * @param {{text?: boolean, keep?: boolean}} [options] keep: show the old document while another
 *     address is read
 */
export function useResource(url, options = {}) {
  const [state, setState] = useState(/** @type {{url: string | null, data: any, error: any}} */ ({url: null, data: undefined, error: null}));
  const [version, setVersion] = useState(0);
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (url === null) {
      return undefined;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => setSlow(true), SKELETON);
    call('GET', url, {signal: abort.signal, text: options.text}).then(
      (data) => setState({url, data, error: null}),
      (error) => {
        if (error.name !== 'AbortError') {
          setState((before) => ({url, data: before.url === url ? before.data : undefined, error}));
        }
      },
    ).finally(() => {
      clearTimeout(timer);
      setSlow(false);
    });
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [url, version]);
  const reload = useCallback(() => setVersion((n) => n + 1), []);
  const current = state.url === url || options.keep;
  return {
    data: current && url !== null ? state.data : undefined,
    error: state.url === url ? state.error : null,
    /** Whether the first answer takes so long that a placeholder helps. */
    slow: slow && !(current && state.data !== undefined),
    reload,
  };
}

/**
 * Limits how often a function runs: at once, then at most once per period, and always a last time.
 *
 * @param {() => void} action
 * @param {number} period in milliseconds
 */
export function useThrottled(action, period) {
  const latest = useRef(action);
  latest.current = action;
  const state = useRef({last: 0, timer: 0});
  useEffect(() => () => clearTimeout(state.current.timer), []);
  return useCallback(() => {
    const {last, timer} = state.current;
    if (timer) {
      return;
    }
    const wait = Math.max(0, last + period - Date.now());
    state.current.timer = setTimeout(() => {
      state.current = {last: Date.now(), timer: 0};
      latest.current();
    }, wait);
  }, [period]);
}

/**
 * Runs an action regularly while the page is visible. Only for facts that no stream announces.
 *
 * @param {() => void} action
 * @param {number | null} period in milliseconds; null stops
 */
export function useInterval(action, period) {
  const latest = useRef(action);
  latest.current = action;
  useEffect(() => {
    if (period === null) {
      return undefined;
    }
    const timer = setInterval(() => {
      if (!document.hidden) {
        latest.current();
      }
    }, period);
    return () => clearInterval(timer);
  }, [period]);
}

/** @param {string} title */
export function useTitle(title) {
  useEffect(() => {
    document.title = title ? title + ' · Baton' : 'Baton';
  }, [title]);
}
