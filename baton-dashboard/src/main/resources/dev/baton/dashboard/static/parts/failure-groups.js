// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html} from '../lib/html.js';
import {apiUrl} from '../lib/api.js';
import {count} from '../lib/format.js';
import {errorsOf, filterOf} from '../lib/failure-filter.js';
import {go, jobsUrl, jobUrl} from '../lib/router.js';
import {useRoute} from '../lib/routes.js';
import {useInterval, useResource} from '../lib/use.js';
import {Panel, Time} from './basics.js';
import {Spark} from './bars.js';

/**
 * The link to the jobs of a group. A click asks for the errors of the group, so that the list has no
 * other jobs; a new tab shows the jobs whose errors have the same words.
 *
 * @param {{group: any}} props
 */
function GroupLink({group}) {
  const text = group.pattern || 'no error';
  const filter = filterOf(group);
  const open = async (/** @type {MouseEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
      return;
    }
    event.preventDefault();
    const errors = await errorsOf(group).catch(() => null);
    go(jobsUrl(filterOf(group, errors) ?? ''));
  };
  return filter
    ? html`<a href=${jobsUrl(filter)} title=${group.message} onClick=${open}>${text}</a>`
    : html`<span title="Each of these errors is rare, so they have no text in common">${text}</span>`;
}

/** @param {{group: any}} props */
const Row = ({group}) => html`<tr>
  <td class="wrap"><${GroupLink} group=${group} /></td>
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
