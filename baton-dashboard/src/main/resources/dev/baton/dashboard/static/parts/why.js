// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html} from '../lib/html.js';
import {apiUrl} from '../lib/api.js';
import {may} from '../lib/operations.js';
import {withQuery} from '../lib/router.js';
import {isFinal} from '../lib/states.js';
import {zone} from '../lib/preferences.js';
import {duration, inZone, now} from '../lib/time.js';
import {useInterval, useResource} from '../lib/use.js';
import {Answer, Panel} from './basics.js';
import {Mark, Shape} from './mark.js';
import {segmentsOf} from './timeline.js';

/**
 * The explanation of a job's state, which is read again while it can change.
 *
 * @param {any} job
 * @param {boolean} wanted
 */
function useWhy(job, wanted) {
  const answer = useResource(wanted ? apiUrl(job.id + '/why') : null);
  // Gates also change when nothing happens to the job, so no stream announces them.
  useInterval(answer.reload, wanted && !isFinal(job.state) ? 2000 : null);
  return answer;
}

/** How the gates look. A gate that was not checked says nothing about the job. */
const GATES = {
  open: {look: 'succeeded', words: ' is open'},
  closed: {look: 'waiting', words: ' is closed'},
  unchecked: {look: 'unused', words: ' was not checked'},
};

/** @param {{gate: any}} props */
function Gate({gate}) {
  const current = now.use();
  zone.use();
  const state = gate.open ? 'open' : gate.checked === false ? 'unchecked' : 'closed';
  const {look, words} = GATES[state];
  return html`<li class=${state}>
    <span class="gate-shape"><${Shape} look=${look} /></span>
    <span>${gate.gate}<span class="sr">${words}</span></span><span>${inZone(gate.detail)}</span>
    <span class="muted num">${gate.since ? 'for ' + duration(current - Date.parse(gate.since)) : ''}</span></li>`;
}

/**
 * How long the job waited, for each kind of wait, and how long it ran. The times come from its history.
 *
 * @param {{job: any, events: any[]}} props
 */
function Times({job, events}) {
  const current = now.use();
  /** @type {Map<import('./timeline.js').Kind, {look: any, label: string, ms: number, times: number}>} */
  const sums = new Map();
  for (const each of segmentsOf(job, events)) {
    const sum = sums.get(each.kind) ?? {look: each.wait || each.kind === 'revert' ? each.look : 'running', label: '', ms: 0, times: 0};
    // The last segment of a kind tells whether the job still waits.
    sum.label = each.wait || each.kind === 'revert' ? each.label : 'ran';
    sum.ms += (each.to ?? current) - each.from;
    sum.times++;
    sums.set(each.kind, sum);
  }
  if (!sums.size) {
    return null;
  }
  return html`<${Panel} title="Where the time went"><ul class="gate-times">${[...sums].map(([kind, each]) => html`
    <li key=${kind}><${Mark} look=${each.look} label=${each.label} />
      <span class="muted">${each.times > 1 ? each.times + ' times' : ''}</span>
      <strong class="num">${duration(each.ms)}</strong></li>`)}</ul></${Panel}>`;
}

/**
 * The gates of a job: which are closed, and since when; and the time that it has spent at them.
 *
 * @param {{job: any, events: any[]}} props
 */
export function Why({job, events}) {
  const answer = useWhy(job, true);
  zone.use();
  const title = isFinal(job.state) ? 'Why it ended' : 'Why it is ' + job.state.toLowerCase();
  return html`<${Answer} of=${answer}>${(/** @type {any} */ why) => html`
    <${Panel} title=${title} aside=${isFinal(job.state) ? '' : 'live'}>
      <p class="why-summary">${inZone(why.summary)}</p>
      <ul class="gates">${why.gates.map((/** @type {any} */ gate, /** @type {number} */ i) => html`
        <${Gate} key=${gate.gate + i} gate=${gate} />`)}</ul>
    </${Panel}>`}</${Answer}>
    <${Times} job=${job} events=${events} />`;
}

/**
 * Says on every tab of a waiting job which gate holds the job. Shows nothing while all gates are
 * open, because such a job starts within moments.
 *
 * @param {{job: any}} props
 */
export function WhyNote({job}) {
  const waits = job.state === 'QUEUED' && may(job, 'why');
  const {data} = useWhy(job, waits);
  zone.use();
  const closed = waits && data?.gates.find((/** @type {any} */ gate) => !gate.open);
  return closed ? html`<p class="why-note s-waiting" role="status"><${Shape} look="waiting" />
    <span><strong>Waits at the gate ${closed.gate}:</strong> ${inZone(closed.detail)}</span>
    <a href=${withQuery({tab: 'why'})}>All gates</a></p>` : null;
}
