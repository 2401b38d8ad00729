// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** Computes what charts show from an answer of {@code /api/job/series}. */

/** The shortest time from which a rate is computed, in milliseconds. Rates of shorter times vary too much. */
const SHORTEST = 10_000;

/** @param {(number | null)[] | undefined} values */
export const sum = (values) => (values ?? []).reduce((/** @type {number} */ total, value) => total + (value ?? 0), 0);

/**
 * The number of steps at the start of a series of which the server keeps no figures any more. Their
 * figures are absent, not zero.
 *
 * @param {any} document
 */
export function stepsBeforeKept(document) {
  const kept = Date.parse(document['kept-from'] ?? '');
  const first = document.times.findIndex((/** @type {string} */ at) => !(Date.parse(at) < kept));
  return first < 0 ? document.times.length : first;
}

/**
 * The events per second in each step. The last step is not over yet, so only its counted part
 * divides its events; a part that is too short has no rate.
 *
 * @param {any} document
 * @param {(number | null)[]} values
 */
export function rates(document, values) {
  const step = document.step * 1000;
  const counted = Date.parse(document['counted-until'] ?? '');
  return values.map((value, i) => {
    const passed = Number.isNaN(counted) ? step : Math.min(step, counted - Date.parse(document.times[i]));
    return passed < Math.min(step, SHORTEST) ? null : ((value ?? 0) * 1000) / passed;
  });
}
