// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useMemo, useRef, useState} from '../lib/html.js';
import {apiUrl, get} from '../lib/api.js';
import {actions, flowsFilter} from '../lib/catalogue.js';
import {conditions, joined, quoted, replacing, valueOf, without} from '../lib/filter.js';
import {count, counted, download} from '../lib/format.js';
import {REACH, useJobPages} from '../lib/job-pages.js';
import {useKeys} from '../lib/keys.js';
import {columns as chosenColumns, views} from '../lib/preferences.js';
import {go, jobUrl, place, setQuery} from '../lib/router.js';
import {useRoute} from '../lib/routes.js';
import {JOB_STATES} from '../lib/states.js';
import {useJobEvents} from '../lib/stream.js';
import {attempt, toast} from '../lib/toast.js';
import {useResource, useThrottled, useTitle} from '../lib/use.js';
import {BulkDialog, OPERATIONS} from '../parts/bulk.js';
import {Command, Empty, Icon, PageHead, Problem} from '../parts/basics.js';
import {Popover} from '../parts/dialog.js';
import {FilterBar} from '../parts/filter-bar.js';
import {COLUMNS, JobTable} from '../parts/job-table.js';
import {MatchesChart} from '../parts/matches-chart.js';
import {FailureGroups} from '../parts/failure-groups.js';
import {Shape} from '../parts/mark.js';

const DEFAULT_ORDER = 'created:desc';
const RANGES = ['15m', '1h', '6h', '24h', '7d'];

/**
 * The counts beside the filter, from the route for facets.
 *
 * @param {string | null} filter
 */
function useStateCounts(filter) {
  const url = filter === null ? null : apiUrl('job', {filter: without(filter, 'state'), last: 0, aggregation: 'terms:state', strict: true});
  const answer = useResource(url, {keep: true});
  /** @type {Record<string, number>} */
  const counts = {};
  answer.data?.aggregations?.['terms:state']?.buckets.forEach((/** @type {any} */ bucket) => {
    counts[bucket.key] = bucket.doc_count;
  });
  return {counts, total: answer.data?.count, reload: answer.reload};
}

/** @param {{attribute: string, label: string, filter: string, onFilter: (filter: string) => void}} props */
function FacetMenu({attribute, label, filter, onFilter}) {
  const [values, setValues] = useState(/** @type {any[] | null} */ (null));
  const known = useRoute('job/facets');
  const read = async () => {
    const rest = without(filter, attribute);
    const facets = known ? await attempt(() => get('job/facets', {filter: rest, attributes: attribute})) : null;
    if (facets?.facets?.[attribute]) {
      setValues(facets.facets[attribute].values);
      return;
    }
    const page = await attempt(() => get('job', {filter: rest, last: 0, aggregation: 'terms:' + attribute}));
    setValues((page?.aggregations?.['terms:' + attribute]?.buckets ?? []).map((/** @type {any} */ each) => ({value: each.key, count: each.doc_count})));
  };
  const current = valueOf(filter, attribute);
  return html`<${Popover} class="facet" onOpen=${read} label=${html`${label}<${Icon} name="down" />`}>
    ${(/** @type {() => void} */ close) => html`
      ${values === null && html`<div class="menu-note">…</div>`}
      ${values?.length === 0 && html`<div class="menu-note">No job here has a value.</div>`}
      ${values?.map((each) => html`<button key=${each.value} type="button" class=${'menu-item' + (String(each.value) === current ? ' current' : '')} onClick=${() => {
        onFilter(replacing(filter, attribute + '=' + quoted(String(each.value))));
        close();
      }}><span class="label">${each.value}</span><span class="num">${count(each.count)}</span></button>`)}`}
  </${Popover}>`;
}

/** @param {{filter: string, onFilter: (filter: string) => void}} props */
function RangeMenu({filter, onFilter}) {
  const current = conditions(filter).map((part) => /^created>=?'now-(\w+)'$/.exec(part)?.[1]).find(Boolean);
  return html`<${Popover} class="facet" label=${html`${current ? 'Last ' + current : 'Any time'}<${Icon} name="down" />`}>
    ${(/** @type {() => void} */ close) => [null, ...RANGES].map((range) => html`<button key=${range} type="button" class=${'menu-item' + (range === (current ?? null) ? ' current' : '')} onClick=${() => {
      onFilter(range ? replacing(filter, `created>'now-${range}'`) : without(filter, 'created'));
      close();
    }}>${range ? 'Posted in the last ' + range : 'Any time'}</button>`)}
  </${Popover}>`;
}

function ColumnMenu() {
  const chosen = chosenColumns.use();
  return html`<${Popover} class="icon-button hide-small" align="right" title="Columns" label=${html`<${Icon} name="columns" />`}>
    ${() => Object.entries(COLUMNS).map(([name, column]) => html`<label key=${name} class="menu-item"><input type="checkbox" checked=${chosen.includes(name)} onChange=${() =>
      chosenColumns.set(Object.keys(COLUMNS).filter((each) => (each === name ? !chosen.includes(name) : chosen.includes(each))))} />${column.label}</label>`)}
  </${Popover}>`;
}

/** @param {{query: string}} props the query of the page */
function ViewsMenu({query}) {
  const saved = views.use();
  const [name, setName] = useState('');
  const save = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (name.trim()) {
      views.set([...saved.filter((view) => view.name !== name.trim()), {name: name.trim(), query}]);
      toast('View “' + name.trim() + '” saved in this browser');
      setName('');
    }
  };
  return html`<${Popover} align="right" label="Views">
    ${(/** @type {() => void} */ close) => html`
      ${saved.length === 0 && html`<div class="menu-note">A view keeps the filter and order under a name, in this browser.</div>`}
      ${saved.map((view) => html`<div key=${view.name} class="list-line"><a class="menu-item" href=${'/jobs' + view.query} onClick=${close}><span class="label">${view.name}</span></a>
        <button type="button" class="icon-button" aria-label=${'Forget the view ' + view.name} onClick=${() => views.set(saved.filter((each) => each !== view))}><${Icon} name="close" /></button></div>`)}
      <form class="list-line" onSubmit=${save}><input class="input" aria-label="Name of the new view" placeholder="Name of this view" value=${name} onInput=${(/** @type {any} */ event) => setName(event.target.value)} /><button class="button" type="submit">Save</button></form>`}
  </${Popover}>`;
}

const CSV = ['id', 'state', 'action', 'name', 'progress', 'created', 'started', 'ended', 'owner', 'attempt', 'priority', 'created-by', 'status-message', 'last-error'];

/**
 * Exports up to 10,000 jobs.
 *
 * @param {'json' | 'csv'} format
 * @param {string} filter
 * @param {string} orderby
 */
async function exportJobs(format, filter, orderby) {
  /** @type {any[]} */
  const jobs = [];
  let page;
  do {
    page = await get('job', {filter, orderby, first: jobs.length + 1, last: Math.min(REACH, jobs.length + 1000), ...(format === 'csv' ? {select: CSV.join(',')} : {})});
    jobs.push(...page.resources);
  } while (page.resources.length === 1000 && jobs.length < REACH);
  // A cell that begins like a formula would be executed by a spreadsheet.
  const cell = (/** @type {unknown} */ value) => '"' + String(value ?? '').replace(/^([=+\-@\t\r])/, "'$1").replaceAll('"', '""') + '"';
  const text = format === 'json' ? JSON.stringify(jobs, null, 2) : [CSV.join(','), ...jobs.map((job) => CSV.map((name) => cell(job[name])).join(','))].join('\r\n');
  download('jobs.' + format, format === 'json' ? 'application/json' : 'text/csv', text);
  toast(counted(jobs.length, 'job') + ' exported' + (jobs.length === REACH ? ', which is the most that one export contains' : ''));
}

export function Jobs() {
  const {query} = place.use();
  const flows = query.has('flows');
  const known = actions.use();
  const filter = query.get('filter') ?? '';
  const order = query.get('order') ?? DEFAULT_ORDER;
  const base = useMemo(() => (flows ? flowsFilter() : ''), [flows, known]);
  const full = flows && base === null ? null : joined([...conditions(filter), ...(base ? [base] : [])]);
  const pages = useJobPages(full, order);
  const counts = useStateCounts(full);
  const [fresh, setFresh] = useState(0);
  const [cursor, setCursor] = useState(-1);
  const [picked, setPicked] = useState(/** @type {Set<string>} */ (new Set()));
  const [allMatching, setAllMatching] = useState(false);
  const [dialog, setDialog] = useState(/** @type {keyof typeof OPERATIONS | null} */ (null));
  const bar = useRef(/** @type {HTMLElement | null} */ (null));
  const columns = chosenColumns.use();
  useTitle(flows ? 'Flows' : 'Jobs');
  useEffect(() => {
    setFresh(0);
    setCursor(-1);
    setPicked(new Set());
    setAllMatching(false);
  }, [full, order]);

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
    pages.refresh(ids).catch(() => {});
  }, 1000);
  const refreshCounts = useThrottled(counts.reload, 3000);
  useJobEvents(
    full,
    (events) => {
      const posted = events.filter((event) => event.kind === 'posted').length;
      if (posted && pages.count === 0) {
        pages.reload();
      } else if (posted) {
        setFresh((before) => before + posted);
      }
      events.forEach((event) => changed.current.add(event.job));
      refreshRows();
      refreshCounts();
    },
    reload,
  );

  const onFilter = (/** @type {string} */ changedFilter) => setQuery({filter: changedFilter});
  const rowAt = (/** @type {number} */ index) => pages.rows.get(index);
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
  const move = (/** @type {number} */ step) => setCursor((at) => Math.max(0, Math.min((pages.count ?? 0) - 1, at + step)));
  useKeys({
    j: ['Next job', () => move(1)],
    k: ['Previous job', () => move(-1)],
    ArrowDown: ['', () => move(1)],
    ArrowUp: ['', () => move(-1)],
    x: ['Select the job', () => rowAt(cursor) && toggle(rowAt(cursor).id)],
    Enter: ['Open the job', () => rowAt(cursor) && go(jobUrl(rowAt(cursor).id))],
    r: ['Show new jobs', reload],
    '.': ['Actions on the selected jobs', () => {
      if (picked.size === 0 && rowAt(cursor)) {
        toggle(rowAt(cursor).id);
      }
      setTimeout(() => /** @type {HTMLElement | null | undefined} */ (bar.current?.querySelector('button.button'))?.focus(), 50);
    }],
    Escape: ['Back', () => {
      setPicked(new Set());
      setAllMatching(false);
      setCursor(-1);
    }],
  });

  const state = valueOf(filter, 'state');
  const selection = allMatching ? pages.count : picked.size;
  const target = allMatching ? full || "id!=null" : 'id=[' + [...picked].map(quoted).join(',') + ']';
  const rels = useMemo(() => {
    const found = new Set();
    pages.rows.forEach((/** @type {any} */ job) => {
      if (allMatching || picked.has(job.id)) {
        (job.operations ?? []).forEach((/** @type {any} */ each) => found.add(each.rel));
      }
    });
    return found;
  }, [picked, allMatching, pages.rows, pages.rows.size]);
  const offered = /** @type {(keyof typeof OPERATIONS)[]} */ (Object.keys(OPERATIONS)).filter((name) => rels.has(OPERATIONS[name].rel));

  return html`
    <${PageHead} title=${flows ? 'Flows' : 'Jobs'}>
      <${ViewsMenu} query=${location.search} />
      <${Popover} align="right" label="Export" class="button hide-small">
        ${(/** @type {() => void} */ close) => /** @type {('json' | 'csv')[]} */ (['json', 'csv']).map((format) => html`<button key=${format} type="button" class="menu-item" onClick=${() => {
          close();
          attempt(() => exportJobs(format, full ?? '', order));
        }}>${format.toUpperCase()}, up to ${count(REACH)} jobs</button>`)}
      </${Popover}>
      ${pages.mayPost && html`<a class="button primary" href="/post">Post a job</a>`}
    </${PageHead}>
    <div class="filter-row"><${FilterBar} filter=${filter} onChange=${onFilter} /></div>
    <div class="facets" role="group" aria-label="States">
      <button type="button" class="facet" aria-pressed=${state === null} onClick=${() => onFilter(without(filter, 'state'))}>All <span class="num">${counts.total === undefined ? '' : count(counts.total)}</span></button>
      ${JOB_STATES.map((each) => html`<button key=${each.state} type="button" class="facet" aria-pressed=${state === each.state} onClick=${() => onFilter(state === each.state ? without(filter, 'state') : replacing(filter, `state='${each.state}'`))}>
        <${Shape} look=${each.look} />${each.label}<span class="num">${count(counts.counts[each.state] ?? 0)}</span></button>`)}
      <span class="facets-end"><${FacetMenu} attribute="action" label="Action" filter=${filter} onFilter=${onFilter} /><${FacetMenu} attribute="owner" label="Executor" filter=${filter} onFilter=${onFilter} />
        <${FacetMenu} attribute="tags" label="Tag" filter=${filter} onFilter=${onFilter} /><${RangeMenu} filter=${filter} onFilter=${onFilter} /><${ColumnMenu} /></span>
    </div>
    <${MatchesChart} filter=${full ?? ''} onRange=${(/** @type {string} */ from, /** @type {string} */ to) => onFilter(joined([...conditions(without(filter, 'created')), `created>='${from}'`, `created<'${to}'`]))} />
    <${Problem} error=${pages.error} retry=${reload} />
    ${fresh > 0 && html`<div class="pill"><button type="button" onClick=${reload}>${count(fresh)} new</button></div>`}
    ${full === null && html`<${Empty} title="No action of this installation is a flow"><p>A flow is a graph of steps that Baton stores and can undo. A plugin registers one with <code>registry.flow(…)</code>.</p></${Empty}>`}
    ${pages.count > 0 && html`<${JobTable} pages=${pages} columns=${columns} order=${order} cursor=${cursor} allPicked=${allPicked || allMatching}
        isPicked=${(/** @type {string} */ id) => allMatching || picked.has(id)} onPick=${toggle}
        onPickAll=${() => {
          setAllMatching(false);
          setPicked(allPicked ? new Set() : new Set(loaded()));
        }}
        onOrder=${(/** @type {string} */ next) => setQuery({order: next === DEFAULT_ORDER ? null : next})} onOpen=${(/** @type {string} */ id) => go(jobUrl(id))} />`}
    ${pages.count > REACH && html`<p class="menu-note">The list reaches the first ${count(REACH)} of ${count(pages.count)} jobs. Add a condition or a time range to see others.</p>`}
    ${pages.count === 0 && !pages.error && (filter ? html`<${Empty} title="No job matches this filter"><p>Remove a condition, or widen the time range. Conditions use the filter language of the API.</p><button type="button" class="button" onClick=${() => onFilter('')}>Clear the filter</button></${Empty}>`
      : html`<${Empty} title="No jobs yet"><p>A job runs an action with parameters. Post the first one here, or on the command line:</p><${Command} command="baton post run_command --follow -- sh -c 'echo hello; uname -s'" />${pages.mayPost && html`<a class="button primary" href="/post">Post a job</a>`}</${Empty}>`)}
    ${selection > 0 && html`<div class="bulk" ref=${bar} role="region" aria-label="Selected jobs">
      <span><strong class="num">${count(selection)}</strong> of ${count(pages.count)} selected</span>
      ${!allMatching && pages.count > picked.size && html`<button type="button" class="link-button" onClick=${() => setAllMatching(true)}>Select all ${count(pages.count)} that match</button>`}
      <span class="spacer"></span>
      ${offered.map((name) => html`<button key=${name} type="button" class="button" onClick=${() => setDialog(name)}>${name === 'priority' ? 'Priority…' : OPERATIONS[name].verb + ' ' + count(selection) + '…'}</button>`)}
      ${offered.length === 0 && html`<span class="muted">You may only look at ${selection === 1 ? 'this job' : 'these jobs'}.</span>`}
    </div>`}
    ${state === 'FAILED' && html`<${FailureGroups} action=${valueOf(filter, 'action')} />`}
    ${dialog && html`<${BulkDialog} operation=${dialog} filter=${target} onClose=${(/** @type {boolean} */ done) => {
      setDialog(null);
      if (done) {
        setPicked(new Set());
        setAllMatching(false);
        reload();
      }
    }} />`}`;
}
