// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html} from '../lib/html.js';
import {counted, parsed} from '../lib/format.js';
import {absolute, duration, isoMillis} from '../lib/time.js';
import {Panel} from './basics.js';
import {Json} from './json.js';

/**
 * What would happen to a job, in sentences.
 *
 * @param {any} job the job as it would be stored
 * @param {any} action
 * @param {any[]} atoms the atoms of its flow
 */
function sentencesOf(job, action, atoms) {
  const attempts = job['max-attempts'] ?? 1;
  const limit = job.timeout ? ', at most ' + duration(isoMillis(job.timeout)) + ' each time' : '';
  const runs = attempts === 1 ? 'It runs once' : 'It has up to ' + counted(attempts, 'attempt');
  const start = job['not-before']
    ? 'It starts not before ' + absolute(job['not-before']) + '.'
    : 'It may start as soon as an executor is free.';
  return [
    start,
    runs + limit + '.',
    ...(job.priority === undefined ? [] : ['Its priority is ' + job.priority + '; 0 is most urgent.']),
    ...(job.requires?.length ? ['Its executor must have ' + job.requires.join(', ') + '.'] : []),
    ...(job['unique-key'] ? ['It is posted only if no other job holds the key ' + job['unique-key'] + '.'] : []),
    ...(atoms.length ? ['Its flow has ' + counted(atoms.length, 'atom') + '.'] : []),
    ...(action.executors === 0 ? ['No live executor has this action, so the job would wait.'] : []),
  ];
}

/** @param {unknown} value */
const text = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

/**
 * The answer of the server to the check of a job that is not posted.
 *
 * @param {{checked: any, action: any}} props
 */
export function CheckedJob({checked, action}) {
  const job = checked.job ?? checked;
  const payload = parsed(job.payload);
  const parameters = payload && typeof payload === 'object' ? Object.entries(payload) : [];
  const rows = [
    ...parameters,
    ...['name', 'tags', 'labels', 'description'].filter((name) => job[name] !== undefined).map((name) => [name, job[name]]),
  ];
  return html`<${Panel} title="The job can be posted" aside="nothing is posted yet">
    <ul class="panel-body sentences">${sentencesOf(job, action, checked.atoms ?? []).map((each) => html`<li key=${each}>${each}</li>`)}
      ${checked.note && html`<li>${checked.note}</li>`}</ul>
    ${rows.length > 0 && html`<table><thead><tr><th>Parameter or attribute</th><th>Value</th></tr></thead>
      <tbody>${rows.map(([name, value]) => html`<tr key=${name}><td>${name}</td><td class="wrap mono">${text(value)}</td></tr>`)}</tbody></table>`}
    ${parameters.length === 0 && html`<p class="menu-note">All parameters have their default values.</p>`}
    <details class="raw"><summary>The job as it would be stored</summary><${Json} value=${job} label="the job" /></details>
  </${Panel}>`;
}
