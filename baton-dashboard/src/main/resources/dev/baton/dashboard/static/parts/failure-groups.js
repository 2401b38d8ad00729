// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html} from '../lib/html.js';
import {apiUrl} from '../lib/api.js';
import {joined, quoted} from '../lib/filter.js';
import {count} from '../lib/format.js';
import {jobsUrl, jobUrl} from '../lib/router.js';
import {useRoute} from '../lib/routes.js';
import {useInterval, useResource} from '../lib/use.js';
import {Panel, Time} from './basics.js';
import {Spark} from './bars.js';

/** @typedef {{kind?: string, action: string, pattern: string}} Group */

/**
 * The condition on the error of the jobs of a group: the text before the first part that varies.
 * Jobs without an error, and those with rare errors, have no common text.
 *
 * @param {Group} group
 */
function errorOf(group) {
  const hasText = (group.kind ?? 'pattern') === 'pattern';
  const fixed = hasText ? group.pattern.split('<')[0].replace(/["\\].*$/, '') : '';
  return fixed.trim() ? ['last-error^=' + quoted(fixed)] : [];
}

/** @param {Group} group */
const filterOf = (group) =>
  joined(["state='FAILED'", 'action=' + quoted(group.action), "ended>'now-24h'", ...errorOf(group)]);

/** @param {{group: any}} props */
const Row = ({group}) => html`<tr>
  <td class="wrap"><a href=${jobsUrl(filterOf(group))} title=${group.message}>${group.pattern || 'no error'}</a></td>
  <td>${group.action}</td><td class="right" data-label="jobs">${count(group.count)}</td>
  <td class="hide-small"><${Spark} values=${group.trend ?? []} look="failed"
    label=${count(group.count) + ' failures over the last day'} /></td>
  <td class="nowrap hide-small"><${Time} at=${group.first} /></td>
  <td class="nowrap" data-label="last"><a href=${jobUrl(group.example)}><${Time} at=${group.last} /></a></td></tr>`;

/**
 * The failures of the last day, grouped by their error.
 *
 * @param {{action?: string | null, limit?: number}} props
 */
export function FailureGroups({action, limit = 8}) {
  const answer = useResource(useRoute('job/failures') ? apiUrl('job/failures', {action, limit}) : null);
  useInterval(answer.reload, answer.data ? 30000 : null);
  const groups = answer.data?.groups ?? [];
  if (!groups.length) {
    return null;
  }
  return html`<div class="failures"><${Panel} title="Failed because" aside="last 24 h">
    <div class="scroll" tabindex="0"><table class="stack">
      <thead><tr><th>Error</th><th>Action</th><th class="right">Jobs</th><th class="hide-small">Trend</th><th class="hide-small">First</th>
        <th>Last</th></tr></thead>
      <tbody>${groups.map((/** @type {any} */ group) => html`
        <${Row} key=${group.fingerprint + group.action} group=${group} />`)}</tbody></table></div>
  </${Panel}></div>`;
}
