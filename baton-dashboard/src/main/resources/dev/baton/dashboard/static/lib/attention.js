// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** What needs a look: facts of the API that an operator should act on. */

import {apiUrl, call, get} from './api.js';
import {termsOf} from './counts.js';
import {quoted} from './filter.js';
import {counted} from './format.js';
import {jobUrl, jobsUrl} from './router.js';
import {Store} from './store.js';
import {clock} from './time.js';

/**
 * @typedef {{look: string, text: string, link: string, command?: string}} Finding
 *     command: starts what is missing
 */
export const findings = new Store(/** @type {Finding[] | null} */ (null));

/** The numbers beside the pages in the navigation. */
export const navCounts = new Store(/** @type {Record<string, number>} */ ({}));

/** The documents that the overview shares with the navigation. */
export const overview = new Store(/** @type {any} */ (null));

const START_EXECUTOR = 'baton executor';
const START_DISTRIBUTOR = 'baton distributor';

const WAITING = "state='QUEUED'";
const TAKEN_OVER = "takeovers>0 and state='RUNNING'";
/**
 * A job is reported after all executors have refused it for this time, in milliseconds. A shorter refusal
 * may have the cause that an engine answers slowly once.
 */
const REFUSED_FOR = 30_000;
/** The server lists at most this many refusals of one executor. */
const MOST_REFUSALS = 20;
/** How long documents that change seldom are kept, in milliseconds. */
const KEPT = 30_000;

/** @type {Map<string, {at: number, answer: Promise<any>}>} */
const kept = new Map();

/**
 * Reads a document that changes seldom. An answer that is younger than KEPT is used again.
 *
 * @param {string} path
 * @param {Record<string, unknown>} query
 */
function getSeldom(path, query) {
  const url = apiUrl(path, query);
  const before = kept.get(url);
  if (before && Date.now() - before.at < KEPT) {
    return before.answer;
  }
  const answer = call('GET', url);
  kept.set(url, {at: Date.now(), answer});
  answer.catch(() => kept.delete(url));
  return answer;
}

/**
 * @typedef {{count: number, byAction: import('./counts.js').Counted[],
 *     byCapability: import('./counts.js').Counted[], oldest: any}} Waiting
 */

/** How old figures may be, in seconds: dashboards with the same rights share the answers of the server. */
const FIGURES_AGE = 3;

/** Whether the server gave an answer that it had before, which may miss the newest changes. */
let isShared = false;

/** @param {Record<string, unknown>} query */
const getFigures = (query) => call('GET', apiUrl('job', query), {
  headers: {'Cache-Control': 'max-age=' + FIGURES_AGE},
  onHeaders: (headers) => {
    isShared ||= Number(headers.get('Age')) > 0;
  },
});

/** @returns {Promise<Waiting>} */
async function readWaiting() {
  const page = await getFigures({
    filter: WAITING,
    orderby: 'created',
    last: 1,
    select: 'id,created',
    aggregation: 'terms:action,terms:requires',
  });
  return {
    count: page.count,
    byAction: termsOf(page, 'action'),
    byCapability: termsOf(page, 'requires'),
    oldest: page.resources[0],
  };
}

async function readRunning() {
  const page = await getFigures({filter: "state='RUNNING'", last: 0, aggregation: 'terms:takeovers'});
  const takenOver = termsOf(page, 'takeovers').filter((each) => Number(each.value) > 0);
  return {count: page.count, takenOver: takenOver.reduce((total, each) => total + each.count, 0)};
}

/**
 * @param {Waiting} waiting
 * @param {any[]} actions
 * @returns {Finding[]}
 */
function jobsWithoutExecutor(waiting, actions) {
  const provided = new Map(actions.map((each) => [each.name, each.executors]));
  return waiting.byAction.filter((each) => !provided.get(each.value)).map((each) => ({
    look: 'waiting',
    text: counted(each.count, 'waiting job') + ' of ' + each.value + ': no live executor has this action',
    link: jobsUrl(WAITING + ' and action=' + quoted(each.value)),
    command: START_EXECUTOR,
  }));
}

/**
 * @param {Waiting} waiting
 * @param {any[]} live
 * @returns {Finding[]}
 */
function jobsWithoutCapability(waiting, live) {
  const known = new Set(live.flatMap((each) => each.capabilities ?? []));
  const unmet = live.length ? waiting.byCapability.filter((each) => !known.has(each.value)) : [];
  return unmet.map((each) => {
    const verb = each.count === 1 ? ' that needs' : ' that need';
    return {
      look: 'waiting',
      text: counted(each.count, 'waiting job') + `${verb} the capability ${each.value}: no live executor has it`,
      link: jobsUrl(WAITING + ' and requires=' + quoted(each.value)),
      command: START_EXECUTOR + ' --plugins FOLDER',
    };
  });
}

/**
 * Whether each executor that could run a job has refused it for a while.
 *
 * @param {any} refusal of one executor
 * @param {any[]} ready the live executors that claim jobs
 */
const isRefusedByAll = ({job, action, capability}, ready) =>
  ready
    .filter((each) => (each.actions ?? []).includes(action) && (each.capabilities ?? []).includes(capability))
    .every((each) => (each.refusals ?? []).some((/** @type {any} */ refusal) =>
      refusal.job === job && Date.now() - Date.parse(refusal.since) >= REFUSED_FOR));

/**
 * Jobs that every executor refuses, by the capability and the reason of the first executor.
 *
 * @param {any[]} live
 * @returns {Finding[]}
 */
function refusedJobs(live) {
  const ready = live.filter((each) => !each.stopping);
  /** @type {Map<string, string>} */
  const reasons = new Map();
  for (const refusal of ready.flatMap((each) => each.refusals ?? [])) {
    if (!reasons.has(refusal.job) && isRefusedByAll(refusal, ready)) {
      reasons.set(refusal.job, (refusal.capability === 'engine_available' ? '' : refusal.capability + ': ') + refusal.reason);
    }
  }
  const isPart = ready.some((each) => each.refusals?.length >= MOST_REFUSALS);
  return [...new Set(reasons.values())].map((reason) => {
    const jobs = [...reasons.keys()].filter((job) => reasons.get(job) === reason);
    const number = (isPart ? 'At least ' : '') + counted(jobs.length, 'waiting job');
    const [first] = jobs;
    return {
      look: 'waiting',
      text: number + ' that every executor refuses: ' + reason,
      link: jobs.length === 1 ? jobUrl(first) : jobsUrl('id=[' + jobs.map(quoted).join(',') + ']'),
    };
  });
}

/**
 * @param {any[]} executors
 * @param {any[]} live
 * @returns {Finding[]}
 */
function lostExecutors(executors, live) {
  const known = new Set(executors.filter((each) => each.alive).map((each) => each.name + ' ' + each.host));
  const lost = executors
    .filter((each) => !each.alive && !known.has(each.name + ' ' + each.host))
    .map((each) => `${each.name} is lost: last seen at ${clock(each.seen)}`);
  const texts = live.length ? lost : ['No executor is alive: waiting jobs do not start', ...lost];
  return texts.map((text) => ({look: 'failed', text, link: '/executors', command: START_EXECUTOR}));
}

/**
 * @param {any[]} distributions
 * @returns {Finding[]}
 */
function brokenSchedules(distributions) {
  const failed = distributions.filter((each) => each['last-error']);
  const without = distributions.filter((each) => !each['last-error'] && !each.leader);
  return [
    ...failed.map((each) => ({look: 'failed', text: `The schedule ${each.name} failed: ${each['last-error']}`})),
    ...(without.length ? [{
      look: 'warning',
      text: without.length === 1
        ? `The schedule ${without[0].name} has no leader: no distributor with its plugin runs it`
        : `The schedules ${without.map((each) => each.name).join(', ')} have no leader: no distributor with their plugins runs them`,
      command: START_DISTRIBUTOR,
    }] : []),
  ].map((each) => ({...each, link: '/schedules'}));
}

/** @param {number} jobs @returns {Finding[]} */
const takenOverJobs = (jobs) => jobs === 0 ? [] : [{
  look: 'warning',
  text: counted(jobs, 'running job') + ' taken over after an executor died or lost its claim',
  link: jobsUrl(TAKEN_OVER),
}];

/**
 * The engines that were not usable when they were last read. Only the overview reads them, because
 * the executors check their engines for each reading.
 *
 * @type {Finding[]}
 */
let engineFindings = [];

/** @param {any} engine @returns {Finding} */
const unusableEngine = (engine) => ({
  look: 'failed',
  text:
    `The executor ${engine['executor-name']} cannot use the engine ${engine.name}` +
    (engine.error ? ': ' + engine.error : ': the engine denies permissions'),
  link: '/engines',
});

export async function readEngines() {
  const page = await get('engine', {last: 1000, select: 'name,status,error,executor-name'});
  engineFindings = page.resources
    .filter((/** @type {any} */ each) => each.status !== 'reachable')
    .map(unusableEngine);
}

/** @param {boolean} repeats whether a shared answer is read once more, when the server computes a new one */
async function readAll(repeats) {
  isShared = false;
  const [waiting, running, executors, distributions, actions] = await Promise.all([
    readWaiting(),
    readRunning(),
    get('executor', {orderby: 'name', last: 500}),
    getSeldom('distribution', {last: 500}),
    getSeldom('action', {last: 1000, select: 'name,executors'}),
  ]);
  const live = executors.resources.filter((/** @type {any} */ each) => each.alive && each.slots > 0);
  findings.set([
    ...jobsWithoutExecutor(waiting, actions.resources),
    ...jobsWithoutCapability(waiting, live),
    ...refusedJobs(live),
    ...lostExecutors(executors.resources, live),
    ...brokenSchedules(distributions.resources),
    ...takenOverJobs(running.takenOver),
    ...engineFindings,
  ]);
  navCounts.set({'/jobs': waiting.count + running.count, '/executors': live.length});
  if (repeats && isShared && !repeat) {
    repeat = setTimeout(() => {
      repeat = 0;
      readOverview(false).catch(() => {});
    }, FIGURES_AGE * 1000);
  }
  const before = overview.value;
  overview.set({waiting, running: running.count, live});
  return (
    before?.running !== running.count || before.waiting.count !== waiting.count || before.live.length !== live.length
  );
}

/** @type {Promise<boolean> | null} */
let open = null;
/** The timer of the next read after a shared answer; 0 if there is none. */
let repeat = 0;

/**
 * Reads what the overview and the navigation show. Calls during a read share that read.
 *
 * @param {boolean} [repeats]
 * @returns whether the number of jobs or executors has changed
 */
export function readOverview(repeats = true) {
  open ??= readAll(repeats).finally(() => {
    open = null;
  });
  return open;
}

findings.subscribe((found) => {
  const link = /** @type {HTMLLinkElement | null} */ (document.getElementById('favicon'));
  if (link) {
    link.href = (found?.length ? link.dataset.alert : link.dataset.calm) ?? '';
  }
});
