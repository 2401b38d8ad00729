// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useState} from '../lib/html.js';
import {get} from '../lib/api.js';
import {zone} from '../lib/preferences.js';
import {zoneName} from '../lib/time.js';
import {attempt} from '../lib/toast.js';
import {Popover} from './dialog.js';

/** @typedef {import('../lib/log-lines.js').Line} Line */

/**
 * The first line of a log at a time or later, or the last line before it.
 *
 * @param {string} job
 * @param {string} at
 * @returns {Promise<Line | undefined>} undefined if the log has no lines
 */
async function lineAtTime(job, at) {
  const {lines} = await get(job + '/log-lines', {at, count: 20});
  return lines.find((/** @type {Line} */ each) => each.at >= at) ?? lines.at(-1);
}

/**
 * The line at a place of a log, or its last line.
 *
 * @param {string} job
 * @param {number} place counted from 1
 * @returns {Promise<Line | undefined>} undefined if the log has no lines
 */
async function lineAtPlace(job, place) {
  const {lines} = await get(job + '/log-lines', {first: place, count: 1});
  return lines[0] ?? (await get(job + '/log-lines', {last: 1})).lines[0];
}

/** @param {{verb: string, find: () => Promise<Line | undefined>, onFound: (line: Line) => void, children: any}} props */
function Form({verb, find, onFound, children}) {
  const onSubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    attempt(async () => {
      const line = await find();
      if (line) {
        onFound(line);
      }
    });
  };
  return html`<form class="list-line popover-form" onSubmit=${onSubmit}>${children}
    <button type="submit" class="button">${verb}</button></form>`;
}

/** @param {{job: string, onFound: (line: Line) => void}} props */
function Forms({job, onFound}) {
  const [place, setPlace] = useState('');
  const [time, setTime] = useState('');
  const isUtc = zone.use() === 'UTC';
  const label = 'Time in ' + zoneName();
  const findTime = () => lineAtTime(job, new Date(isUtc ? time + 'Z' : time).toISOString());
  return html`
    <${Form} verb="Go to line" find=${() => lineAtPlace(job, Number(place))} onFound=${onFound}>
      <input type="number" min="1" step="1" required aria-label="Number of the line" placeholder="Line" value=${place}
        onInput=${(/** @type {any} */ event) => setPlace(event.target.value)} /></${Form}>
    <${Form} verb="Go to time" find=${findTime} onFound=${onFound}>
      <input type="datetime-local" step="1" required aria-label=${label} value=${time}
        onInput=${(/** @type {any} */ event) => setTime(event.target.value)} /></${Form}>
    <p class="menu-note">${label}</p>`;
}

/** @param {{job: string, onLine: (line: Line) => void}} props forms that lead to a line or a time of the log */
export const GoTo = ({job, onLine}) => html`
  <${Popover} label="Go to…">${(/** @type {() => void} */ close) => html`
    <${Forms} job=${job} onFound=${(/** @type {Line} */ line) => {
      onLine(line);
      close();
    }} />`}</${Popover}>`;
