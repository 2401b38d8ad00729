// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useMemo, useRef, useState} from '../lib/html.js';
import {isOutage} from '../lib/api.js';
import {actions, flowsFilter, mayPost as mayPostAction} from '../lib/catalogue.js';
import {byValue, facetOf, facetUrl} from '../lib/counts.js';
import {conditions, joined, quoted, replacing, TEXTS_NAMED, valueOf, without} from '../lib/filter.js';
import {count, countIfKnown, countOrMore} from '../lib/format.js';
import {lastOpened, REACH, useJobPages} from '../lib/job-pages.js';
import {LIST_KEYS, useKeys} from '../lib/keys.js';
import {may} from '../lib/operations.js';
import {columns as chosenColumns} from '../lib/preferences.js';
import {go, jobUrl, place, setQuery} from '../lib/router.js';
import {isAdmin} from '../lib/session.js';
import {isFinal, JOB_STATES} from '../lib/states.js';
import {useJobEvents} from '../lib/stream.js';
import {useResource, useThrottled, useTitle} from '../lib/use.js';
import {BulkDialog, OPERATIONS} from '../parts/bulk.js';
import {Command, Empty, PageHead, Problem} from '../parts/basics.js';
import {FilterBar} from '../parts/filter-bar.js';
import {ColumnMenu, ExportMenu, FacetMenu, RangeMenu, ViewsMenu} from '../parts/job-menus.js';
import {JobTable} from '../parts/job-table.js';
import {MatchesChart} from '../parts/matches-chart.js';
import {FailureGroups} from '../parts/failure-groups.js';
import {Shape} from '../parts/mark.js';

const DEFAULT_ORDER = 'created:desc';

/** @typedef {keyof typeof OPERATIONS} Operation */

/** Whether the server refuses the filter. @param {any} error */
const isRefused = (error) => error?.status === 400;

/**
 * The numbers of jobs beside the states.
 *
 * @param {string | null} filter
 */
function useStateCounts(filter) {
  const answer = useResource(filter === null ? null : facetUrl(without(filter, 'state'), 'state'), {keep: true});
  const {count: total, complete = true, newest} = answer.data ?? {};
  const states = answer.data && byValue(facetOf(answer.data, 'state'));
  return {states, total, complete, newest, error: answer.error, reload: answer.reload};
}

/**
 * The list of jobs, which follows the events of its jobs.
 *
 * @param {string | null} filter
 * @param {string} order
 */
function useLiveJobs(filter, order) {
  const pages = useJobPages(filter, order);
  const counts = useStateCounts(filter);
  const [fresh, setFresh] = useState(0);
  useEffect(() => setFresh(0), [filter, order]);
  const reload = () => {
    setFresh(0);
    pages.reload();
    counts.reload();
  };
  /** @type {{current: Set<string>}} */
  const changed = useRef(new Set());
  const refreshRows = useThrottled(() => {
    const ids = [...changed.current];
    changed.current = new Set();
    return pages.refresh(ids).catch(() => {});
  }, 1000);
  const refreshCounts = useThrottled(counts.reload, 3000);
  const reloadAfterGap = useThrottled(reload, 5000);
  const onEvents = (/** @type {{kind: string, job: string}[]} */ events) => {
    const posted = events.filter((event) => event.kind === 'posted').length;
    if (posted && !pages.count) {
      pages.reload();
    } else if (posted) {
      setFresh((before) => before + posted);
    }
    events.forEach((event) => changed.current.add(event.job));
    refreshRows();
    refreshCounts();
  };
  // The stream of a filter that the server refuses has the same answer.
  useJobEvents(isRefused(pages.error) ? null : filter, onEvents, reloadAfterGap);
  return {pages, counts, fresh, reload};
}

/**
 * Marks the job from whose page the user comes back.
 *
 * @param {ReturnType<typeof useJobPages>} pages
 * @param {(index: number) => void} onFound
 */
function useLastOpened(pages, onFound) {
  useEffect(() => {
    if (pages.count === undefined) {
      return;
    }
    const found = [...pages.rows].find(([, job]) => job.id === lastOpened.value);
    lastOpened.set('');
    if (found) {
      onFound(found[0]);
    }
  }, [pages.count]);
}

/**
 * The selected jobs, and the job with the cursor.
 *
 * @param {ReturnType<typeof useJobPages>} pages
 * @param {string | null} filter
 * @param {string} order
 */
function useSelection(pages, filter, order) {
  const [cursor, setCursor] = useState(-1);
  const [picked, setPicked] = useState(/** @type {Set<string>} */ (new Set()));
  const [allMatching, setAllMatching] = useState(false);
  const clear = () => {
    setPicked(new Set());
    setAllMatching(false);
  };
  useEffect(() => {
    setCursor(-1);
    clear();
  }, [filter, order]);
  useLastOpened(pages, setCursor);
  const toggle = (/** @type {string} */ id) => {
    setAllMatching(false);
    setPicked((before) => {
      const next = new Set(before);
      if (!next.delete(id)) {
        next.add(id);
      }
      return next;
    });
  };
  const loaded = () => [...pages.rows.values()].map((job) => job.id);
  const allPicked = picked.size > 0 && loaded().every((id) => picked.has(id));
  const isPicked = (/** @type {string} */ id) => allMatching || picked.has(id);
  const offered = useMemo(() => {
    const jobs = [...pages.rows.values()].filter((job) => isPicked(job.id));
    const fits = (/** @type {any} */ job, /** @type {Operation} */ name) =>
      may(job, OPERATIONS[name].rel) && !(name === 'priority' && isFinal(job.state));
    return /** @type {Operation[]} */ (Object.keys(OPERATIONS)).filter((name) => jobs.some((job) => fits(job, name)));
  }, [picked, allMatching, pages.rows, pages.rows.size]);
  return {
    cursor,
    moveTo: setCursor,
    allMatching,
    allPicked: allPicked || allMatching,
    isPicked,
    offered,
    size: allMatching ? pages.count : picked.size,
    shownSize: countOrMore(allMatching ? pages.count : picked.size, allMatching && pages.more),
    shownTotal: countOrMore(pages.count ?? 0, pages.more),
    filter: allMatching ? filter || 'id!=null' : 'id=[' + [...picked].map(quoted).join(',') + ']',
    toggle,
    togglePicked: () => {
      setAllMatching(false);
      setPicked(allPicked ? new Set() : new Set(loaded()));
    },
    pickMatching: () => setAllMatching(true),
    clear,
  };
}

/**
 * @param {ReturnType<typeof useJobPages>} pages
 * @param {ReturnType<typeof useSelection>} selection
 * @param {() => void} reload
 */
function useListKeys(pages, selection, reload) {
  const current = pages.rows.get(selection.cursor);
  const move = (/** @type {number} */ step) =>
    selection.moveTo((at) => Math.max(0, Math.min((pages.count ?? 0) - 1, at + step)));
  useKeys({
    j: [LIST_KEYS.j, () => move(1)],
    k: [LIST_KEYS.k, () => move(-1)],
    ArrowDown: ['', () => move(1)],
    ArrowUp: ['', () => move(-1)],
    x: [LIST_KEYS.x, () => current && selection.toggle(current.id)],
    Enter: [LIST_KEYS.Enter, () => current && go(jobUrl(current.id))],
    r: [LIST_KEYS.r, reload],
    '.': [LIST_KEYS['.'], () => {
      if (selection.size === 0 && current) {
        selection.toggle(current.id);
      }
      setTimeout(() => {
        const first = document.querySelector('.bulk button.button');
        if (first instanceof HTMLElement) {
          first.focus({preventScroll: true});
        }
      }, 50);
    }],
    Escape: [LIST_KEYS.Escape, () => {
      selection.clear();
      selection.moveTo(-1);
    }],
  });
}

/**
 * @param {{counts: ReturnType<typeof useStateCounts>, filter: string, onFilter: (filter: string) => void}} props
 */
function StateButtons({counts, filter, onFilter}) {
  const state = valueOf(filter, 'state');
  const title = counts.complete ? undefined : `Counted among the ${count(counts.newest)} jobs that were posted last`;
  const all = countIfKnown(counts.total) + (counts.complete ? '' : '+');
  const inState = (/** @type {string} */ each) => counts.states && (counts.states[each] ?? 0);
  const toggled = (/** @type {string} */ each) =>
    state === each ? without(filter, 'state') : replacing(filter, `state='${each}'`);
  return html`
    <button type="button" class="facet" aria-pressed=${state === null} title=${title}
      onClick=${() => onFilter(without(filter, 'state'))}>All <span class="num">${all}</span></button>
    ${JOB_STATES.map((each) => html`
      <button key=${each.state} type="button" class="facet" aria-pressed=${state === each.state} title=${title}
        onClick=${() => onFilter(toggled(each.state))}>
        <${Shape} look=${each.look} />${each.label}
        <span class="num">${countIfKnown(inState(each.state))}</span></button>`)}`;
}

/** Says that the numbers beside the states are old or missing. @param {{error: Error | null}} props */
const NoCounts = ({error}) => error && html`
  <p class="menu-note" role="status">The counts are not available now: ${error.message}
    ${isOutage(error) && ' The page asks again every few seconds.'}</p>`;

/** @param {{mayPost: boolean}} props */
function NoFlowsYet({mayPost}) {
  const flows = actions.use().filter((action) => action.flow && mayPostAction(action));
  return html`<${Empty} title="No flows yet">
    <p>A flow is a job whose action is a graph of tasks.${flows.length > 0 && ' Post the first one here, or on the command line:'}</p>
    ${flows.length > 0 && html`<${Command} command=${'baton post ' + flows[0].name + ' --follow'} />
      ${mayPost && html`<a class="button primary" href=${'/post?action=' + encodeURIComponent(flows[0].name)}>Post a flow</a>`}`}</${Empty}>`;
}

/** A first job that the user may post; nothing if there is no such action. */
function FirstJob() {
  const known = actions.use().filter(mayPostAction);
  const shell = known.some((action) => action.name === 'run_command');
  const command = shell ? "run_command --follow -- sh -c 'echo hello; uname -s'" : known[0] && known[0].name + ' --follow';
  return command && html`
    <p>A job runs an action with parameters. Post the first one here, or on the command line:</p>
    <${Command} command=${'baton post ' + command} />
    <a class="button primary" href="/post">Post a job</a>`;
}

/** @param {{filter: string, mayPost: boolean, onFilter: (filter: string) => void}} props */
const NoJobs = ({filter, mayPost, onFilter}) => filter ? html`
  <${Empty} title="No job matches this filter">
    <p>Remove a condition, or widen the time range. Words are searched in ${TEXTS_NAMED}, not in status messages,
      parameters and logs.</p>
    <button type="button" class="button" onClick=${() => onFilter('')}>Clear the filter</button></${Empty}>` : html`
  <${Empty} title=${isAdmin() ? 'No jobs yet' : 'No jobs that you may see'}>${mayPost && html`<${FirstJob} />`}</${Empty}>`;

/**
 * @param {{selection: ReturnType<typeof useSelection>, total: number, onOperation: (name: Operation) => void}} props
 */
const SelectionBar = ({selection, total, onOperation}) => html`
  <div class="bulk" role="region" aria-label="Selected jobs">
    <span><strong class="num">${selection.shownSize}</strong> of ${selection.shownTotal} selected</span>
    ${!selection.allMatching && total > selection.size && html`
      <button type="button" class="link-button" onClick=${selection.pickMatching}>
        Select all ${selection.shownTotal} that match</button>`}
    <span class="spacer"></span>
    ${selection.offered.map((name) => html`
      <button key=${name} type="button" class="button" onClick=${() => onOperation(name)}>
        ${name === 'priority' ? 'Priority…' : OPERATIONS[name].verb + ' ' + selection.shownSize + '…'}</button>`)}
    ${selection.offered.length === 0 && html`
      <span class="muted">You may only look at ${selection.size === 1 ? 'this job' : 'these jobs'}.</span>`}
  </div>`;

const NoFlows = () => html`
  <${Empty} title="No action of this installation is a flow">
    <p>A flow is a graph of tasks that Baton runs, stores and can revert. A plugin registers one
      with <code>registry.flow(…)</code>.</p></${Empty}>`;

/**
 * @param {{pages: any, order: string, selection: ReturnType<typeof useSelection>}} props
 */
function List({pages, order, selection}) {
  const columns = chosenColumns.use();
  return html`
    ${pages.count > 0 && html`
      <${JobTable} pages=${pages} columns=${columns} order=${order} cursor=${selection.cursor}
        allPicked=${selection.allPicked} isPicked=${selection.isPicked} onPick=${selection.toggle}
        onPickAll=${selection.togglePicked} onOpen=${(/** @type {string} */ id) => go(jobUrl(id))}
        onOrder=${(/** @type {string} */ next) => setQuery({order: next === DEFAULT_ORDER ? null : next})} />`}
    ${pages.more && html`
      <p class="menu-note">The list reaches the first ${count(REACH)} jobs, and more match. Add a condition
        or a time range to see others.</p>`}`;
}

export function Jobs() {
  const {query} = place.use();
  const flows = query.has('flows');
  const known = actions.use();
  const filter = query.get('filter') ?? '';
  const order = query.get('order') ?? DEFAULT_ORDER;
  const base = useMemo(() => (flows ? flowsFilter() : ''), [flows, known]);
  const full = flows && base === null ? null : joined([...conditions(filter), ...(base ? [base] : [])]);
  const {pages, counts, fresh, reload} = useLiveJobs(full, order);
  const selection = useSelection(pages, full, order);
  const [operation, setOperation] = useState(/** @type {Operation | null} */ (null));
  useListKeys(pages, selection, reload);
  const refused = isRefused(pages.error);
  // An error does not tell whether the user may post.
  const mayPost = pages.error ? known.some(mayPostAction) : pages.mayPost;
  useTitle(flows ? 'Flows' : 'Jobs');
  const onFilter = (/** @type {string} */ changed) => setQuery({filter: changed});
  const onRange = (/** @type {string} */ from, /** @type {string} */ to) => {
    const rest = without(without(filter, 'created'), 'ended');
    onFilter(joined([...conditions(rest), `ended>='${from}'`, `ended<'${to}'`]));
  };
  return html`
    <${PageHead} title=${flows ? 'Flows' : 'Jobs'}>
      ${!isAdmin() && html`<span class="muted hide-small">your jobs, and those that others share with you</span>`}
      <${ViewsMenu} query=${location.search} /><${ExportMenu} filter=${full ?? ''} order=${order} />
      ${mayPost && html`<a class="button primary" href="/post">${flows ? 'Post a flow' : 'Post a job'}</a>`}
    </${PageHead}>
    <div class="filter-row"><${FilterBar} filter=${filter} onChange=${onFilter} error=${refused ? pages.error : null} /></div>
    <div class="facets" role="group" aria-label="States">
      <${StateButtons} counts=${refused ? {...counts, states: undefined, total: undefined} : counts} filter=${filter} onFilter=${onFilter} />
      <span class="facets-end">
        ${[['action', 'Action'], ['owner', 'Executor'], ['tags', 'Tag']].map(([attribute, label]) => html`
          <${FacetMenu} key=${attribute} attribute=${attribute} label=${label} filter=${filter}
            onFilter=${onFilter} />`)}
        <${RangeMenu} filter=${filter} onFilter=${onFilter} /><${ColumnMenu} /></span>
    </div>
    ${!pages.error && html`<${NoCounts} error=${counts.error} />`}
    ${pages.count !== 0 && !refused && html`<${MatchesChart} filter=${full ?? ''} onRange=${onRange} />`}
    ${!refused && html`<${Problem} error=${pages.error} retry=${reload} />`}
    ${fresh > 0 && html`<div class="pill"><button type="button" onClick=${reload}>${count(fresh)} new</button></div>`}
    ${full === null && html`<${NoFlows} />`}
    <${List} pages=${pages} order=${order} selection=${selection} />
    ${pages.count === 0 && !pages.error && (flows && !filter ? html`
      <${NoFlowsYet} mayPost=${pages.mayPost} />` : html`
      <${NoJobs} filter=${filter} mayPost=${pages.mayPost} onFilter=${onFilter} />`)}
    ${selection.size > 0 && html`
      <${SelectionBar} selection=${selection} total=${pages.count} onOperation=${setOperation} />`}
    ${valueOf(filter, 'state') === 'FAILED' && html`<${FailureGroups} action=${valueOf(filter, 'action')} />`}
    ${operation && html`<${BulkDialog} operation=${operation} filter=${selection.filter}
      onClose=${(/** @type {boolean} */ done) => {
        setOperation(null);
        if (done) {
          selection.clear();
          reload();
        }
      }} />`}`;
}
