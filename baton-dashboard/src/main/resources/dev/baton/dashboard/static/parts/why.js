// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html} from '../lib/html.js';
import {apiUrl} from '../lib/api.js';
import {isFinal} from '../lib/states.js';
import {duration, now} from '../lib/time.js';
import {useInterval, useResource} from '../lib/use.js';
import {Answer, Panel} from './basics.js';
import {Shape} from './mark.js';

/**
 * The gates of a job: which are closed, and since when.
 *
 * @param {{job: any}} props
 */
export function Why({job}) {
  const answer = useResource(apiUrl(job.id + '/why'));
  const current = now.use();
  // Gates also change when nothing happens to the job, so no stream announces them.
  useInterval(answer.reload, isFinal(job.state) ? null : 2000);
  return html`<${Answer} of=${answer}>${(/** @type {any} */ why) => html`
    <${Panel} title=${isFinal(job.state) ? 'Why it ended' : 'Why it is ' + job.state.toLowerCase()} aside="live">
      <p class="why-summary">${why.summary ?? why.decision}</p>
      <ul class="gates">${why.gates.map((/** @type {any} */ gate, /** @type {number} */ i) => html`<li key=${gate.gate + i} class=${gate.open ? 'open' : 'closed'}>
        <span class="gate-shape"><${Shape} look=${gate.open ? 'succeeded' : 'waiting'} /></span><span>${gate.gate ?? gate.name}<span class="sr">${gate.open ? ' is open' : ' is closed'}</span></span>
        <span>${gate.detail}</span><span class="muted num">${gate.since ? 'for ' + duration(current - Date.parse(gate.since)) : ''}</span></li>`)}</ul>
    </${Panel}>`}</${Answer}>`;
}
