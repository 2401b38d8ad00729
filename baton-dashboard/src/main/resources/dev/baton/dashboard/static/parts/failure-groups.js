// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html} from '../lib/html.js';
import {apiUrl} from '../lib/api.js';
import {count, errorParts} from '../lib/format.js';
import {equal, joined, quoted} from '../lib/filter.js';
import {jobsUrl, jobUrl} from '../lib/router.js';
import {useRoute} from '../lib/routes.js';
import {useInterval, useResource} from '../lib/use.js';
import {Panel, Time} from './basics.js';
import {Spark} from './bars.js';

/**
 * The filter of the jobs of a group; null if they have no error in common, or if the caller may not
 * see it.
 *
 * @param {{kind: string, action: string, pattern?: string}} group
 */
function filterOf({kind, action, pattern}) {
  const error = kind === 'none' ? 'error-pattern=null'
    : kind === 'pattern' && pattern ? equal('error-pattern', pattern) : null;
  return error && joined(["state='FAILED'", 'action=' + quoted(action), "ended>'now-24h'", error]);
}

/** @param {{group: any}} props */
function GroupLink({group}) {
  const filter = filterOf(group);
  if (filter) {
    const {message, classes} = errorParts(group.pattern ?? '');
    return html`<a href=${jobsUrl(filter)} title=${group.message}>${message || 'no error'}</a>${
      classes.length > 0 && html` <span class="muted">${classes.join(', ')}</span>`}`;
  }
  return group.kind === 'pattern'
    ? html`<span class="muted">You may not view the error of these jobs.</span>`
    : html`<span title="Each of these errors is rare, so they have no text in common">${
      group.pattern || 'other errors'}</span>`;
}

/** The time of the last failure, with a link to an example if the user may view one. @param {{group: any}} props */
const LastFailure = ({group}) => group.example
  ? html`<a href=${jobUrl(group.example)}><${Time} at=${group.last} /></a>`
  : html`<${Time} at=${group.last} />`;

/** @param {{group: any}} props */
const Row = ({group}) => html`<tr>
  <td class="wrap"><${GroupLink} group=${group} /></td>
  <td>${group.action}</td><td class="right" data-label="jobs">${count(group.count)}</td>
  <td class="hide-small"><${Spark} series=${[{look: 'failed', values: group.trend ?? []}]}
    label=${count(group.count) + ' failures over the last day'} /></td>
  <td class="nowrap hide-small"><${Time} at=${group.first} /></td>
  <td class="nowrap" data-label="last"><${LastFailure} group=${group} /></td></tr>`;

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
