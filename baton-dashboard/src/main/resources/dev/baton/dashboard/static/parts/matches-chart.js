// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html} from '../lib/html.js';
import {apiUrl} from '../lib/api.js';
import {conditions} from '../lib/filter.js';
import {useRoute} from '../lib/routes.js';
import {stepsBeforeKept} from '../lib/series.js';
import {dayClock} from '../lib/time.js';
import {useInterval, useResource} from '../lib/use.js';
import {TimeChart} from './bars.js';

/** The outcomes of jobs in charts. */
export const OUTCOMES = [
  {name: 'succeeded', look: 'succeeded', member: 'succeeded'},
  {name: 'failed', look: 'failed', member: 'failed'},
  {name: 'cancelled', look: 'cancelled', member: 'canceled'},
];

/** The start of the chart for a filter without a time: servers keep the figures of a day. */
const DAY = 'now-24h';

/**
 * What the time series can show of a filter: a range of the end, an action and a state; null for other
 * filters.
 *
 * @param {string} filter
 */
function shownPart(filter) {
  const part = {from: DAY, to: '', action: '', state: ''};
  for (const condition of conditions(filter)) {
    const match = /^(ended|action|state)(>=|>|<|=)'([^']*)'$/.exec(condition);
    if (!match) {
      return null;
    }
    const [, attribute, operator, value] = match;
    if (attribute === 'action' && operator === '=') {
      part.action = value;
    } else if (attribute === 'state' && operator === '=') {
      part.state = value;
    } else if (attribute === 'ended' && operator.startsWith('>')) {
      part.from = value;
    } else if (attribute === 'ended' && operator === '<') {
      part.to = value;
    } else {
      return null;
    }
  }
  return part;
}

const MEMBERS = {SUCCESS: 'succeeded', FAILED: 'failed', CANCELED: 'cancelled'};

/**
 * Tells from when on the server has kept figures, if that is later than the start of a range.
 *
 * @param {{document: any}} props
 */
export const KeptNote = ({document}) => stepsBeforeKept(document) > 0 && html`
  <p class="menu-note">The server has figures from ${dayClock(document['kept-from'])} on; the earlier part of the range
    is missing.</p>`;

/**
 * The jobs that ended over time, above the list.
 *
 * @param {{filter: string, onRange: (from: string, to: string) => void}} props
 */
export function MatchesChart({filter, onRange}) {
  const part = shownPart(filter);
  const known = useRoute('job/series');
  const shown = known && part && (part.state === '' || part.state in MEMBERS);
  const url = shown ? apiUrl('job/series', {from: part.from, to: part.to, action: part.action}) : null;
  const answer = useResource(url, {keep: true});
  useInterval(answer.reload, shown && answer.data ? 15000 : null);
  if (!shown || !answer.data?.times) {
    return null;
  }
  const only = MEMBERS[/** @type {'FAILED'} */ (part.state)];
  const start = stepsBeforeKept(answer.data);
  const series = OUTCOMES.filter((each) => !only || each.name === only)
    .map((each) => ({...each, values: (answer.data.total[each.member] ?? []).slice(start)}));
  return html`
    <p class="chart-caption">Ended jobs ${part.from === DAY ? 'of the last 24 hours' : 'over time'}; drag to choose a time</p>
    <${TimeChart} times=${answer.data.times.slice(start)} series=${series} height=${64} label="Ended jobs"
      onZoom=${onRange} />
    <${KeptNote} document=${answer.data} />`;
}
