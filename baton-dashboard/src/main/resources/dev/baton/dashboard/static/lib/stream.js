// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** Server-sent events, with reconnection, a pause while the page is hidden, and a visible state. */

import {useEffect, useRef} from 'preact/hooks';
import {apiUrl} from './api.js';
import {Store} from './store.js';

/** The state of the streams of the page. */
export const connection = new Store(/** @type {'none' | 'live' | 'lost'} */ ('none'));

/** @type {Map<object, 'live' | 'lost'>} */
const open = new Map();

/**
 * @param {object} stream
 * @param {'live' | 'lost' | null} state
 */
function report(stream, state) {
  if (state) {
    open.set(stream, state);
  } else {
    open.delete(stream);
  }
  const states = [...open.values()];
  connection.set(states.includes('lost') ? 'lost' : states.length ? 'live' : 'none');
}

const RETRY = 2000;
const HIDDEN = 3000;

/**
 * Opens a stream. The browser resumes it after a lost connection with the id of the last event.
 *
 * @param {() => string} url the address; called for each new connection
 * @param {Record<string, (data: any, id: string) => void>} handlers by the name of the event
 * @param {() => void} [onGap] called when events may have been missed
 * @returns {() => void} closes the stream
 */
export function openStream(url, handlers, onGap = () => {}) {
  const key = {};
  /** @type {EventSource | null} */
  let source = null;
  let timer = 0;
  let closed = false;

  const connect = () => {
    source = new EventSource(url());
    source.onopen = () => report(key, 'live');
    source.onerror = () => {
      if (closed) {
        return;
      }
      report(key, 'lost');
      if (source?.readyState === EventSource.CLOSED) {
        // The browser gives up after an answer that is no stream, for example while the server starts.
        clearTimeout(timer);
        timer = setTimeout(() => {
          connect();
          onGap();
        }, RETRY);
      }
    };
    for (const [name, handle] of Object.entries(handlers)) {
      source.addEventListener(name, (event) => {
        const message = /** @type {MessageEvent} */ (event);
        handle(JSON.parse(message.data), message.lastEventId);
        if (name === 'end') {
          close();
        }
      });
    }
  };
  const disconnect = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
    report(key, null);
  };
  let paused = false;
  const onVisibility = () => {
    clearTimeout(timer);
    if (document.hidden) {
      timer = setTimeout(() => {
        paused = true;
        disconnect();
      }, HIDDEN);
    } else if (paused) {
      paused = false;
      connect();
      onGap();
    }
  };
  const close = () => {
    closed = true;
    document.removeEventListener('visibilitychange', onVisibility);
    disconnect();
  };
  document.addEventListener('visibilitychange', onVisibility);
  connect();
  return close;
}

/**
 * Follows the events of all jobs that match a filter. The events arrive in batches.
 *
 * @param {string | null} filter null follows nothing
 * @param {(events: {number: number, job: string, kind: string, state: string}[]) => void} onEvents
 * @param {() => void} onGap
 */
export function useJobEvents(filter, onEvents, onGap) {
  const handlers = useRef({onEvents, onGap});
  handlers.current = {onEvents, onGap};
  useEffect(() => {
    if (filter === null) {
      return undefined;
    }
    /** @type {any[]} */
    let batch = [];
    let timer = 0;
    const close = openStream(
      () => apiUrl('events', {filter}),
      {
        job: (event) => {
          batch.push(event);
          timer ||= setTimeout(() => {
            timer = 0;
            const events = batch;
            batch = [];
            handlers.current.onEvents(events);
          }, 300);
        },
      },
      () => handlers.current.onGap(),
    );
    return () => {
      clearTimeout(timer);
      close();
    };
  }, [filter]);
}
