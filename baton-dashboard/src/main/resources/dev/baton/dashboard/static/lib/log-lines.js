// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {apiUrl, call} from './api.js';
import {openStream} from './stream.js';

/** The number of lines that are read at a time. */
const WINDOW = 500;
/** The number of windows that are kept in the memory of the browser. */
const KEPT = 40;
/** Streamed lines are drawn together, after this time in milliseconds. */
const BATCH = 100;

/** @typedef {{place: number, number: number, at: string, stream: string, text: string}} Line */

/**
 * The lines of a log by their places, counted from 1. Windows are read when they are shown, and
 * those that were not shown for the longest time are forgotten, so that a log of any length fits
 * into the memory.
 */
export class LogLines {
  /**
   * @param {string} job
   * @param {() => void} onChange
   */
  constructor(job, onChange) {
    this.job = job;
    this.onChange = onChange;
    this.abort = new AbortController();
    /** @type {Map<number, Map<number, Line>>} the windows, the one that was used last at the end */
    this.windows = new Map();
    /** @type {Map<number, number>} the places of the lines in the windows, by their numbers */
    this.places = new Map();
    /** @type {Set<number>} the windows that are being read */
    this.reading = new Set();
    /** The number of lines that the log is known to have; negative before the first answer. */
    this.total = -1;
    /** The last line up to which the stream continues the log without a gap. */
    this.tail = {number: 0, place: 0};
    this.closeStream = () => {};
  }

  /**
   * Reads the end of the log. A stream of an earlier call is closed first, because its next line would
   * not follow the line that is read here.
   *
   * @param {boolean} follow whether to receive the lines that the job still writes
   */
  async open(follow) {
    this.closeStream();
    const answer = await this.read({last: WINDOW});
    const last = answer.lines.at(-1);
    if (last) {
      this.tail = {number: last.number, place: last.place};
    }
    if (follow && !this.abort.signal.aborted) {
      // Another call may have opened a stream meanwhile.
      this.closeStream();
      this.closeStream = this.follow();
    }
  }

  follow() {
    let timer = 0;
    const close = openStream(() => apiUrl(this.job + '/logs', {follow: true, after: this.tail.number}), {
      line: (line) => {
        if (line.number <= this.tail.number) {
          return;
        }
        // The place follows from the line before. The number of all lines may be ahead of the stream.
        this.tail = {number: line.number, place: this.tail.place + 1};
        this.total = Math.max(this.total, this.tail.place);
        this.put([{...line, place: this.tail.place}]);
        timer ||= setTimeout(() => {
          timer = 0;
          this.onChange();
        }, BATCH);
      },
      end: () => {},
    });
    return () => {
      clearTimeout(timer);
      close();
    };
  }

  close() {
    this.abort.abort();
    this.closeStream();
  }

  /** @param {number} place */
  at(place) {
    return this.windows.get(windowOf(place))?.get(place);
  }

  /** The place of a line; 0 if the line is not in the memory. */
  placeOf(/** @type {number} */ number) {
    return this.places.get(number) ?? 0;
  }

  /**
   * Reads the lines around a line.
   *
   * @param {number} number
   */
  readAround(number) {
    return this.read({around: number, count: WINDOW});
  }

  /**
   * Reads the missing lines of a part of the log.
   *
   * @param {number} from
   * @param {number} to
   */
  need(from, to) {
    for (let index = windowOf(Math.max(1, from)); index <= windowOf(Math.min(to, this.total)); index++) {
      this.touch(index);
      if (!this.reading.has(index) && this.firstMissing(index)) {
        this.reading.add(index);
        this.fill(index)
          .catch(() => {})
          .finally(() => this.reading.delete(index));
      }
    }
  }

  /** Reads a window until it is complete: an answer may have fewer lines, because its size is limited. */
  async fill(/** @type {number} */ index) {
    for (let first = this.firstMissing(index); first; ) {
      await this.read({first, count: (index + 1) * WINDOW - first + 1});
      const next = this.firstMissing(index);
      first = next > first ? next : 0;
    }
  }

  /** The first place of a window whose line is not in the memory; 0 if all lines are. */
  firstMissing(/** @type {number} */ index) {
    const lines = this.windows.get(index);
    const end = Math.min(this.total, (index + 1) * WINDOW);
    for (let place = index * WINDOW + 1; place <= end; place++) {
      if (!lines?.has(place)) {
        return place;
      }
    }
    return 0;
  }

  /** @param {Record<string, number>} query */
  async read(query) {
    const answer = await call('GET', apiUrl(this.job + '/log-lines', query), {signal: this.abort.signal});
    this.total = Math.max(this.total, answer.total);
    this.put(answer.lines);
    this.onChange();
    return answer;
  }

  /** @param {Line[]} lines */
  put(lines) {
    for (const line of lines) {
      this.touch(windowOf(line.place)).set(line.place, line);
      this.places.set(line.number, line.place);
    }
    while (this.windows.size > KEPT) {
      const [oldest, forgotten] = /** @type {[number, Map<number, Line>]} */ (this.windows.entries().next().value);
      this.windows.delete(oldest);
      forgotten.forEach((line) => this.places.delete(line.number));
    }
  }

  /** Marks a window as used now, and returns its lines by place. */
  touch(/** @type {number} */ index) {
    const lines = this.windows.get(index) ?? new Map();
    this.windows.delete(index);
    this.windows.set(index, lines);
    return lines;
  }
}

/** @param {number} place */
const windowOf = (place) => Math.floor((place - 1) / WINDOW);

/**
 * The lines of a log that contain a text, page by page.
 *
 * @param {string} job
 * @param {{text: string, stream: string, after: number}} search after: the number of a line
 * @param {AbortSignal} signal
 */
export async function* searchLog(job, search, signal) {
  let {after} = search;
  let more = true;
  while (more) {
    const query = {text: search.text, stream: search.stream, after, limit: 200};
    const answer = await call('GET', apiUrl(job + '/log-search', query), {signal});
    after = answer.last;
    more = answer.more;
    yield {lines: /** @type {Line[]} */ (answer.lines), last: after, more};
  }
}

/**
 * The whole log, page by page.
 *
 * @param {string} job
 * @param {AbortSignal} signal
 */
export async function* readLog(job, signal) {
  let after = 0;
  let lines;
  do {
    const page = await call('GET', apiUrl(job + '/logs', {after, limit: 5000}), {signal});
    after = page.last;
    lines = /** @type {Line[]} */ (page.lines);
    yield lines;
  } while (lines.length > 0);
}
