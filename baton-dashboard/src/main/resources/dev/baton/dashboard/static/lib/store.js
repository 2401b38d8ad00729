// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {useEffect, useState} from 'preact/hooks';

/**
 * A value that several components share.
 *
 * @template T
 */
export class Store {
  /** @param {T} value */
  constructor(value) {
    this.value = value;
    /** @type {Set<(value: T) => void>} */
    this.listeners = new Set();
  }

  /** @param {T} value */
  set(value) {
    if (value !== this.value) {
      this.value = value;
      [...this.listeners].forEach((listener) => listener(value));
    }
  }

  /** @param {(value: T) => T} change */
  update(change) {
    this.set(change(this.value));
  }

  /** @param {(value: T) => void} listener */
  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The value, inside a component, which is drawn again when the value changes. */
  use() {
    const [, redraw] = useState(0);
    const drawn = this.value;
    useEffect(() => {
      const stop = this.subscribe(() => redraw((n) => n + 1));
      // The value may have changed between the first drawing and this subscription.
      if (drawn !== this.value) {
        redraw((n) => n + 1);
      }
      return () => {
        stop();
      };
    }, [this]);
    return this.value;
  }
}

/**
 * A store whose value survives in this browser.
 *
 * @template T
 * @param {string} name
 * @param {T} initial
 * @returns {Store<T>}
 */
export function remembered(name, initial) {
  const key = 'baton.' + name;
  let value = initial;
  try {
    const text = localStorage.getItem(key);
    value = text === null ? initial : JSON.parse(text);
  } catch {
    // A browser without storage, or with damaged storage, starts with the initial value.
  }
  const store = new Store(value);
  store.subscribe((changed) => {
    try {
      localStorage.setItem(key, JSON.stringify(changed));
    } catch {
      // The value then lasts as long as the page.
    }
  });
  return store;
}
