// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {Store} from './store.js';

/**
 * Short messages about what happened.
 *
 * @typedef {{id: number, text: string, bad: boolean, link?: string, linkText?: string, undo?: () => void}} Toast
 */
export const toasts = new Store(/** @type {Toast[]} */ ([]));

let next = 1;

/**
 * @param {string} text
 * @param {{bad?: boolean, link?: string, linkText?: string, undo?: () => void}} [options]
 */
export function toast(text, options = {}) {
  const id = next++;
  toasts.update((all) => [...all.slice(-3), {id, text, bad: options.bad ?? false, link: options.link, linkText: options.linkText, undo: options.undo}]);
  setTimeout(() => dismiss(id), options.bad ? 12000 : 6000);
}

/** @param {number} id */
export const dismiss = (id) => toasts.update((all) => all.filter((each) => each.id !== id));

/**
 * Runs an action and shows its failure in the server's words.
 *
 * @template T
 * @param {() => Promise<T>} action
 * @returns {Promise<T | undefined>}
 */
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    toast(error.message, {bad: true});
    return undefined;
  }
}
