// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** Reads that repeat: one request at a time, and pauses that leave a slow server enough time. */

import {call} from './api.js';

/** A repeated read may use about a tenth of the time, so its pause is this many times as long. */
const PAUSES_PER_READ = 10;
const LONGEST_PAUSE = 120_000;

/**
 * The pause before a read that repeats, in milliseconds. It is longer than the period if the last
 * read was slow, and it varies, so that many dashboards do not ask at the same moment.
 *
 * @param {number} took how long the last read took
 * @param {number} period the shortest pause
 */
export function pauseAfter(took, period) {
  const slow = Math.min(LONGEST_PAUSE, took * PAUSES_PER_READ);
  return slow > period ? slow * (1 + Math.random() / 5) : period;
}

/**
 * The reads of one address. At most one request is open: a read that is asked for during a request
 * starts when that request ends, so that a slow answer still arrives.
 */
export class Reads {
  /**
   * @param {string} url
   * @param {{text?: boolean}} options
   * @param {(data: any, error: Error | null) => void} onAnswer
   */
  constructor(url, options, onAnswer) {
    this.url = url;
    this.options = options;
    this.onAnswer = onAnswer;
    this.abort = new AbortController();
    /** @type {Promise<void> | null} */
    this.open = null;
    this.again = false;
    this.isNew = false;
  }

  /** Reads the document; the promise ends when an answer that is newer than this call has arrived. */
  read() {
    if (this.open) {
      // A request that was sent in the same task of the browser answers this call too.
      this.again ||= !this.isNew;
      return this.open;
    }
    this.isNew = true;
    setTimeout(() => {
      this.isNew = false;
    });
    this.open = this.readUntilNewest().finally(() => {
      this.open = null;
    });
    return this.open;
  }

  async readUntilNewest() {
    do {
      this.again = false;
      await this.readOnce();
    } while (this.again && !this.abort.signal.aborted);
  }

  async readOnce() {
    let data;
    let problem = null;
    try {
      data = await call('GET', this.url, {signal: this.abort.signal, text: this.options.text});
    } catch (error) {
      problem = error;
    }
    if (!this.abort.signal.aborted) {
      this.onAnswer(data, problem);
    }
  }

  /** Ends the open request; no answer arrives any more. */
  close() {
    this.abort.abort();
  }
}
