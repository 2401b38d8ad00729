// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {zone} from './preferences.js';
import {Store} from './store.js';

/** The current time in milliseconds; it ticks every second while the page is visible. */
export const now = new Store(Date.now());

setInterval(() => {
  if (!document.hidden) {
    now.set(Date.now());
  }
}, 1000);

/**
 * A length of time. It is rounded before its unit is chosen, so that it is not "1000 ms" or "60.0 s".
 *
 * @param {number} ms
 */
export function duration(ms) {
  if (!Number.isFinite(ms)) {
    return '';
  }
  const abs = Math.max(0, ms);
  if (Math.round(abs) < 1000) {
    return Math.round(abs) + ' ms';
  }
  const tenths = Math.round(abs / 100);
  if (tenths < 600) {
    return (tenths / 10).toFixed(1) + ' s';
  }
  const s = Math.round(abs / 1000);
  if (s < 3600) {
    return Math.floor(s / 60) + ' m ' + pad(s % 60) + ' s';
  }
  if (s < 86400) {
    return Math.floor(s / 3600) + ' h ' + pad(Math.floor((s % 3600) / 60)) + ' m';
  }
  return Math.floor(s / 86400) + ' d ' + Math.floor((s % 86400) / 3600) + ' h';
}

/**
 * A quantile of times. The server knows it as the upper bound of a bucket of a histogram, so a zero
 * after the point would claim a precision that it does not have.
 *
 * @param {number} ms
 */
export const atMost = (ms) => (Number.isFinite(ms) ? '≤ ' + duration(ms).replace(/\.0(?= s$)/, '') : '');

const UNITS = /** @type {const} */ ([['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]]);

/**
 * How often something happens, such as "every 30 s" or "every day".
 *
 * @param {number} ms the time from one to the next
 */
export function interval(ms) {
  const unit = UNITS.find(([, seconds]) => ms === seconds * 1000);
  if (unit) {
    return 'every ' + unit[0];
  }
  const [name, seconds] = UNITS.find(([, each]) => ms % (each * 1000) === 0 && ms > each * 1000) ?? ['', 0];
  const short = name === 'minute' ? 'min' : name.slice(0, 1);
  return 'every ' + (seconds ? ms / (seconds * 1000) + ' ' + short : duration(ms));
}

/** @param {number} ms a difference; positive means the past */
export function ago(ms) {
  const text = short(Math.abs(ms));
  if (text === '0 s') {
    return 'now';
  }
  return ms >= 0 ? text + ' ago' : 'in ' + text;
}

/** @param {number} ms */
export function short(ms) {
  const s = ms / 1000;
  if (s < 60) {
    return Math.floor(s) + ' s';
  }
  if (s < 3600) {
    return Math.floor(s / 60) + ' m';
  }
  if (s < 86400) {
    return Math.floor(s / 3600) + ' h';
  }
  return Math.floor(s / 86400) + ' d';
}

/** @param {number} n */
const pad = (n, length = 2) => String(n).padStart(length, '0');

/** @param {Date} date */
function parts(date) {
  const utc = zone.value === 'UTC';
  return utc
    ? [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds(), date.getUTCMilliseconds()]
    : [date.getFullYear(), date.getMonth() + 1, date.getDate(), date.getHours(), date.getMinutes(), date.getSeconds(), date.getMilliseconds()];
}

export const zoneName = () =>
  zone.value === 'UTC' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone || 'local time';

/**
 * A date with its time and zone.
 *
 * @param {string | number} at
 */
export function absolute(at) {
  const [y, mo, d, h, mi, s, ms] = parts(new Date(at));
  return `${y}-${pad(mo)}-${pad(d)} ${pad(h)}:${pad(mi)}:${pad(s)}.${pad(ms, 3)} (${zoneName()})`;
}

const MOMENT = /\b\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z/g;

/**
 * A text of the server in which each time is in the zone that the user has chosen.
 *
 * @param {string | undefined} text
 */
export const inZone = (text) => (text ?? '').replace(MOMENT, (moment) => dayClock(moment));

/**
 * The time of day.
 *
 * @param {string | number} at
 * @param {boolean} [withMillis]
 */
export function clock(at, withMillis = false) {
  const [, , , h, mi, s, ms] = parts(new Date(at));
  return `${pad(h)}:${pad(mi)}:${pad(s)}` + (withMillis ? '.' + pad(ms, 3) : '');
}

/**
 * The time of day without seconds.
 *
 * @param {string | number} at
 */
export const minute = (at) => clock(at).slice(0, 5);

/**
 * The day of the year and the time of day without seconds.
 *
 * @param {string | number} at
 */
export function dayMinute(at) {
  const [, mo, d] = parts(new Date(at));
  return `${pad(mo)}-${pad(d)} ${minute(at)}`;
}

/**
 * The day and the time of day.
 *
 * @param {string | number} at
 */
export function dayClock(at) {
  const [y, mo, d] = parts(new Date(at));
  return `${y}-${pad(mo)}-${pad(d)} ${clock(at)}`;
}

/**
 * Reads an ISO 8601 duration, such as {@code PT1M2.5S}.
 *
 * @param {string | undefined} text
 */
export function isoMillis(text) {
  const match = /^PT?(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(text ?? '');
  if (!match) {
    return NaN;
  }
  const [, d = 0, h = 0, m = 0, s = 0] = match;
  return (((+d * 24 + +h) * 60 + +m) * 60 + +s) * 1000;
}
