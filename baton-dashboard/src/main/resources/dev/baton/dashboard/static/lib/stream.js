// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** Server-sent events, with reconnection, a pause while the page is hidden, and a visible state. */

import {useEffect, useRef} from 'preact/hooks';
import {apiUrl, isRefusal, statusOf} from './api.js';
import {Store} from './store.js';

/** The state of the streams of the page. */
export const connection = new Store(/** @type {'none' | 'opening' | 'live' | 'lost'} */ ('none'));

/** @type {Map<object, 'opening' | 'live' | 'lost'>} */
const open = new Map();

/**
 * @param {object} stream
 * @param {'opening' | 'live' | 'lost' | null} state
 */
function report(stream, state) {
  if (state) {
    open.set(stream, state);
  } else {
    open.delete(stream);
  }
  const states = [...open.values()];
  connection.set(states.includes('lost') ? 'lost' : states.includes('opening') ? 'opening' : states.length ? 'live' : 'none');
}

const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 60_000;
const HIDDEN = 3000;

/** The pause before an attempt to connect: it doubles with each failure, and varies by a half. */
const pauseBefore = (/** @type {number} */ failures) =>
  Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - 1)) * (0.75 + Math.random() / 2);

/** Whether the request itself is wrong, so that a repetition has the same answer. */
const isFault = (/** @type {number} */ status) => status >= 400 && status < 500 && status !== 408 && status !== 429;

/** A stream that connects again after failures, and pauses while the page is hidden. */
class Stream {
  /**
   * @param {() => string} url
   * @param {Record<string, (data: any, id: string) => void>} handlers
   * @param {() => void} onGap
   */
  constructor(url, handlers, onGap) {
    this.url = url;
    this.handlers = handlers;
    this.onGap = onGap;
    /** @type {EventSource | null} */
    this.source = null;
    this.failures = 0;
    this.retry = 0;
    this.pause = 0;
    this.ended = new AbortController();
    this.onVisibility = () => this.watchVisibility();
    document.addEventListener('visibilitychange', this.onVisibility);
    this.onOffline = () => this.check();
    addEventListener('offline', this.onOffline);
    this.connect();
    this.watchVisibility();
  }

  connect() {
    clearTimeout(this.retry);
    report(this, open.get(this) ?? 'opening');
    const source = new EventSource(this.url());
    // The server sends what a connection missed after its last event, but not what happened before
    // the first one: after the page has read its documents, for example.
    let hasEvents = false;
    this.source = source;
    source.onopen = () => {
      this.failures = 0;
      report(this, 'live');
      if (!hasEvents) {
        this.onGap();
      }
    };
    source.onerror = () => {
      if (source === this.source) {
        report(this, 'lost');
        // The browser connects again by itself after a broken connection, but not after an answer
        // that is no stream, for example while the server starts.
        if (source.readyState === EventSource.CLOSED) {
          this.recover();
        }
      }
    };
    for (const [name, handle] of Object.entries(this.handlers)) {
      source.addEventListener(name, (event) => {
        const message = /** @type {MessageEvent} */ (event);
        hasEvents = true;
        handle(JSON.parse(message.data), message.lastEventId);
        if (name === 'end') {
          this.close();
        }
      });
    }
  }

  /** Connects again after a pause, which doubles with each failure. */
  recover() {
    this.source = null;
    this.failures++;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.tryAgain(), pauseBefore(this.failures));
  }

  /** Connects if the server answers with a stream. The browser itself does not tell the status. */
  async tryAgain() {
    const status = await statusOf(this.url(), this.ended.signal);
    if (this.source || this.ended.signal.aborted || document.hidden) {
      return;
    }
    if (isRefusal(status) || isFault(status)) {
      this.close();
    } else if (status === 200) {
      this.connect();
    } else {
      this.recover();
    }
  }

  /** Connects again after the network was lost, which a connection without events does not notice. */
  check() {
    if (this.source) {
      this.source.close();
      report(this, 'lost');
      this.recover();
    }
  }

  watchVisibility() {
    clearTimeout(this.pause);
    if (document.hidden) {
      this.pause = setTimeout(() => this.disconnect(), HIDDEN);
    } else if (!this.source) {
      this.connect();
    }
  }

  disconnect() {
    clearTimeout(this.retry);
    this.source?.close();
    this.source = null;
    report(this, null);
  }

  close() {
    this.ended.abort();
    clearTimeout(this.pause);
    document.removeEventListener('visibilitychange', this.onVisibility);
    removeEventListener('offline', this.onOffline);
    this.disconnect();
  }
}

/**
 * Opens a stream. The browser resumes it after a lost connection with the id of the last event.
 *
 * @param {() => string} url the address; called for each new connection
 * @param {Record<string, (data: any, id: string) => void>} handlers by the name of the event
 * @param {() => void} [onGap] called when the stream is open and events before may have been missed
 * @returns {() => void} closes the stream
 */
export function openStream(url, handlers, onGap = () => {}) {
  const stream = new Stream(url, handlers, onGap);
  return () => stream.close();
}

/**
 * Runs an action when the server is reached again after an outage.
 *
 * @param {() => unknown} action
 */
export function useReconnect(action) {
  const latest = useRef(action);
  latest.current = action;
  useEffect(() => {
    let isLost = connection.value === 'lost';
    const stop = connection.subscribe((state) => {
      if (isLost && state === 'live') {
        latest.current();
      }
      isLost = state === 'lost' || (isLost && state !== 'live');
    });
    return () => {
      stop();
    };
  }, []);
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
