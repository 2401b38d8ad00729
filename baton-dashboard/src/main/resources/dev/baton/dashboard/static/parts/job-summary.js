// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html} from '../lib/html.js';
import {equal} from '../lib/filter.js';
import {shellQuoted} from '../lib/format.js';
import {zone} from '../lib/preferences.js';
import {jobsUrl} from '../lib/router.js';
import {CANCEL} from '../lib/states.js';
import {clock, duration, isoMillis} from '../lib/time.js';
import {useUserName} from '../lib/users.js';
import {Command, Copy, Facts, JobId, Panel, Time} from './basics.js';
import {Timeline} from './timeline.js';

/**
 * The commands that show a program on the machine of its engine.
 *
 * @param {string} engine
 * @param {string} run the id of the program
 */
function engineCommands(engine, run) {
  const id = shellQuoted(run);
  switch (engine) {
    case 'docker':
    case 'podman':
      return [`${engine} inspect ${id}`, `${engine} logs -f ${id}`];
    case 'kubernetes':
      return [`kubectl describe job ${id}`, `kubectl logs -f job/${id}`];
    case 'slurm':
      return [`scontrol show job ${id}`];
    default:
      return [];
  }
}

/** The members of a location that people use; its place is for the engine only. @type {Record<string, string>} */
const LOCATION = {engine: 'Engine', address: 'Node', run: 'Run'};

/** @param {{location: any}} props */
function Container({location}) {
  const run = typeof location.run === 'string' ? location.run : '';
  const commands = run ? engineCommands(String(location.engine ?? ''), run) : [];
  const text = (/** @type {unknown} */ value) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
  return html`<${Panel} title="Container"><div class="panel-body form">
    <${Facts} rows=${Object.entries(LOCATION).map(([name, label]) => [label, location[name] && text(location[name])])} />
    ${commands.map((command) => html`<${Command} key=${command} command=${command} />`)}</div></${Panel}>`;
}

/** @param {{at: string}} props */
function ClockAndAge({at}) {
  zone.use();
  return html`<span class="num">${clock(at)}</span> · <${Time} at=${at} />`;
}

/** @param {string | undefined | null} at */
const time = (at) => at && html`<${ClockAndAge} at=${at} />`;

/** @param {string | undefined | null} id */
const link = (id) => id && html`<${JobId} id=${id} />`;

/** @param {any} tags */
const tagList = (tags) => html`<span class="tags">${tags}</span>`;

/** @param {{tag: string}} props */
function Tag({tag}) {
  const condition = equal('tags', tag);
  return condition
    ? html`<a class="tag" href=${jobsUrl(condition)}>${tag}</a>`
    : html`<span class="tag">${tag}</span>`;
}

/** @param {any} job */
const tagLinks = (job) => job.tags?.length > 0 && tagList(
  job.tags.map((/** @type {string} */ tag) => html`<${Tag} key=${tag} tag=${tag} />`));

/** @param {any} job */
const labels = (job) => job.labels && tagList(
  Object.entries(job.labels).map(([key, value]) => html`<span key=${key} class="tag">${key}: ${value}</span>`));

/** @param {{id: string | undefined}} props */
function User({id}) {
  const name = useUserName()(id);
  return html`<span title=${id}>${name}</span>`;
}

/** @param {string | undefined} id */
const user = (id) => id && html`<${User} id=${id} />`;

/**
 * Who cancelled the job: the sender of the cancel signal, or the user whose change ended it.
 *
 * @param {any} job
 */
const cancelledBy = (job) =>
  job.signals?.[CANCEL]?.by ?? (job.state === 'CANCELED' && job.updated === job.ended ? job['updated-by'] : undefined);

/** The attempts; nothing if the user may not see them. @param {any} job */
const attempts = (job) =>
  job.attempt !== undefined && job.attempt + (job['max-attempts'] ? ' of ' + job['max-attempts'] : '');

/** The trace; a link if the server knows the page that shows it. @param {any} job */
const trace = (job) => job['trace-id'] && html`<span class="job-id">${job['trace-url']
  ? html`<a class="mono" href=${job['trace-url']}>${job['trace-id']}</a>`
  : html`<span class="mono">${job['trace-id']}</span>`}<${Copy} text=${job['trace-id']} label="Copy the id of the trace" /></span>`;

/** @param {any} job @returns {[string, any][]} */
const detailsOf = (job) => [
  ['Id', html`<span class="job-id">
    <span class="mono">${job.id.slice(4)}</span><${Copy} text=${job.id} label="Copy the id" /></span>`],
  ['Name', job.name],
  ['Description', job.description],
  ['Posted', time(job.created)],
  ['Started', time(job.started)],
  ['Ended', time(job.ended)],
  ['Due', time(job['not-before'])],
  ['Priority', job.priority],
  ['Attempts', attempts(job)],
  ['Failures', job.failures || ''],
  ['Taken over', job.takeovers || ''],
  ['Timeout', job.timeout && duration(isoMillis(job.timeout))],
  ['Needs', (job.requires ?? []).join(', ')],
  ['Unique key', job['unique-key']],
  ['Mode', job['execution-mode']],
  ['Posted by', user(job['created-by'])],
  ['Cancelled by', user(cancelledBy(job))],
  ['Cancelled', job.signals?.[CANCEL]?.at && html`<${Time} at=${job.signals[CANCEL].at} />`],
  ['Owner', user(job.origin?.owner)],
  ['Schedule', job.origin?.distribution],
  ['Retry of', link(job.origin?.['retry-of'])],
  ['Parent', link(job['parent-job'])],
  ['Tags', tagLinks(job)],
  ['Labels', labels(job)],
  ['Trace', trace(job)],
  ['Return code', job['return-code']],
];

/**
 * What a job waited for, where it ran, and its attributes.
 *
 * @param {{job: any, events: any[]}} props
 */
export const Summary = ({job, events}) => html`
  <${Timeline} job=${job} events=${events} />
  ${job.location && html`<${Container} location=${job.location} />`}
  <${Panel} title="Details"><div class="panel-body"><${Facts} rows=${detailsOf(job)} /></div></${Panel}>`;
