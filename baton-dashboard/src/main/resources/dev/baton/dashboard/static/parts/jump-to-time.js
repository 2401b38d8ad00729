// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useState} from '../lib/html.js';
import {get} from '../lib/api.js';
import {zone} from '../lib/preferences.js';
import {zoneName} from '../lib/time.js';
import {attempt} from '../lib/toast.js';
import {Popover} from './dialog.js';

/**
 * The number of the first line of a log at a time or later, or of the last line before it.
 *
 * @param {string} job
 * @param {string} at
 * @returns {Promise<number | undefined>} undefined if the log has no lines
 */
async function lineAt(job, at) {
  const {lines} = await get(job + '/log-lines', {at, count: 20});
  const line = lines.find((/** @type {any} */ each) => each.at >= at) ?? lines.at(-1);
  return line?.number;
}

/** @param {{job: string, onLine: (line: number) => void, onClose: () => void}} props */
function Form({job, onLine, onClose}) {
  const [time, setTime] = useState('');
  const isUtc = zone.use() === 'UTC';
  const label = 'Time in ' + zoneName();
  const onSubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    attempt(async () => {
      const line = await lineAt(job, new Date(isUtc ? time + 'Z' : time).toISOString());
      if (line !== undefined) {
        onLine(line);
        onClose();
      }
    });
  };
  return html`<form class="list-line popover-form" onSubmit=${onSubmit}>
      <input type="datetime-local" step="1" required aria-label=${label} value=${time}
        onInput=${(/** @type {any} */ event) => setTime(event.target.value)} />
      <button type="submit" class="button">Go</button></form>
    <p class="menu-note">${label}</p>`;
}

/** @param {{job: string, onLine: (line: number) => void}} props a form that jumps to a time of the log */
export const JumpToTime = ({job, onLine}) => html`
  <${Popover} label="Go to time">${(/** @type {() => void} */ close) => html`
    <${Form} job=${job} onLine=${onLine} onClose=${close} />`}</${Popover}>`;
