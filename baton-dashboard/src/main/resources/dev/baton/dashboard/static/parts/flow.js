// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useMemo, useRef, useState} from '../lib/html.js';
import {apiUrl, call, post} from '../lib/api.js';
import {count, counted, isolated, shortId} from '../lib/format.js';
import {may} from '../lib/operations.js';
import {go, jobUrl, place, setQuery} from '../lib/router.js';
import {endedState, isFinal, lookOfAtom, shownFlowState, shownState} from '../lib/states.js';
import {clock, duration, inZone, isoMillis} from '../lib/time.js';
import {toast} from '../lib/toast.js';
import {useInterval, useResource} from '../lib/use.js';
import {AtomDetails} from './atom-details.js';
import {Answer, Facts, Problem, Skeleton, Time} from './basics.js';
import {Confirm} from './dialog.js';
import {FlowGraph} from './flow-graph.js';
import {FlowTree} from './flow-tree.js';
import {barsOf, Gantt, stateOfBar, timeOf} from './gantt.js';
import {AtomMark, Shape} from './mark.js';

const VIEWS = ['graph', 'tree', 'chart'];
const PAGE = 5000;
/** The most transitions that the page keeps. */
const MOST_STEPS = 100_000;

/**
 * The transitions of a flow from its start; new ones are added at the end, up to a bound. They are
 * cut if the flow has more.
 *
 * @param {string} job
 * @param {number} revision changes when the flow has changed
 */
function useSteps(job, revision) {
  const [read, setRead] = useState({steps: /** @type {any[]} */ ([]), cut: false});
  const reader = useRef({open: false, again: false, known: read, abort: new AbortController()});
  useEffect(() => {
    const current = {open: false, again: false, known: {steps: [], cut: false}, abort: new AbortController()};
    reader.current = current;
    return () => current.abort.abort();
  }, [job]);
  useEffect(() => {
    const current = reader.current;
    const readNew = async () => {
      let more = true;
      while (more) {
        const first = current.known.steps.length + 1;
        // One step more than the page keeps shows that the flow has more.
        const last = Math.min(first + PAGE - 1, MOST_STEPS + 1);
        const page = await call('GET', apiUrl(job + '/flow/steps', {first, last}), {signal: current.abort.signal});
        const steps = [...current.known.steps, ...page.steps];
        current.known = {steps: steps.slice(0, MOST_STEPS), cut: steps.length > MOST_STEPS};
        more = (page.more || current.again) && !current.known.cut;
        current.again = false;
      }
      setRead(current.known);
    };
    // A change during a read does not end the read, so that a slow answer arrives.
    current.again = current.open;
    if (!current.open && !current.known.cut) {
      current.open = true;
      readNew().catch(() => {}).finally(() => {
        current.open = false;
      });
    }
  }, [job, revision]);
  return read;
}

/**
 * The state in which an atom is shown now, or at the end of its job.
 *
 * @param {any} atom
 * @param {boolean} live whether the job has not ended
 */
const currentState = (atom, live) => (live ? shownState(atom) : endedState(shownState(atom)));

/** Whether the last thing that an atom did was its revert. @param {any} atom @param {boolean} live */
const isReverted = (atom, live) => currentState(atom, live).includes('REVERT');

/** How long an atom took, or its revert; the end of an interrupted run is not known. @param {any} atom @param {boolean} live */
const tookOf = (atom, live) =>
  atom.duration && !currentState(atom, live).endsWith('INTERRUPTED') ? duration(isoMillis(atom.duration)) : '';

/**
 * What the graph and the tree tell of an atom.
 *
 * @param {any} atom
 * @param {boolean} live
 * @param {boolean} short whether there is little room, beside a shape that tells of a revert
 */
function noteOf(atom, live, short) {
  const words = [];
  const state = currentState(atom, live);
  if (state.startsWith('FAILURE') || state === 'REVERT_FAILURE') {
    words.push(lookOfAtom(state).label);
  }
  if (live && atom.waits?.signal) {
    words.push('awaits ' + atom.waits.signal);
  }
  if (state === 'RUNNING' && atom.progress > 0) {
    words.push(atom.progress + ' %');
  }
  if (tookOf(atom, live)) {
    words.push((isReverted(atom, live) && !short ? 'revert ' : '') + tookOf(atom, live));
  }
  if (atom.starts > 1) {
    words.push('try ' + atom.starts);
  }
  return words.join(', ');
}

/**
 * The states of the atoms after the first steps.
 *
 * @param {any[]} steps
 * @param {number} shown
 * @param {any[]} atoms
 */
function statesAfter(steps, shown, atoms) {
  const known = new Map(atoms.map((atom) => [atom.name, atom]));
  /** @type {Set<string>} the atoms whose last run has failed */
  const failed = new Set();
  /** @type {Record<string, {state: string, note: string}>} */
  const states = {};
  steps.slice(0, shown).forEach((step) => {
    if (step.kind !== 'flow') {
      if (step.to === 'FAILURE') {
        failed.add(step.name);
      } else if (step.to === 'RUNNING') {
        failed.delete(step.name);
      }
      const state = failed.has(step.name) ? shownState(known.get(step.name) ?? {}, step.to) : step.to;
      states[step.name] = {state, note: clock(step.at, true)};
    }
  });
  return states;
}

/** @param {{job: any, atom: any, steps: any[], cut: boolean, state: {state: string, waits?: boolean}, onClose: () => void}} props */
function AtomPanel({job, atom, steps, cut, state, onClose}) {
  const [confirming, setConfirming] = useState(false);
  const bars = barsOf(steps, Infinity).get(atom.name) ?? [];
  const live = !isFinal(job.state);
  const reverted = isReverted(atom, live);
  const took = reverted ? timeOf(bars.filter((bar) => bar.to !== null), false, 0) : tookOf(atom, live);
  return html`<section class="panel atom-panel" aria-label=${isolated`Atom ${atom.name}`}>
    <header class="panel-head"><h2 class="mono">${atom.name}</h2><div class="panel-aside"><button type="button" class="button small" onClick=${onClose}>Close</button></div></header>
    <div class="panel-body">
      <${AtomMark} state=${state.state} waits=${state.waits} />
      <${Facts} rows=${[['Kind', atom.kind === 'retry' ? 'retry controller' : atom.kind], ['Took', took], ['Revert took', reverted && tookOf(atom, live)], ['Since', atom.since && html`<${Time} at=${atom.since} />`], ['Starts', atom.starts], ['Reverts', atom.reverts], ['Progress', atom.progress ? atom.progress + ' %' : ''], ['Awaits the signal', live && atom.waits?.signal], ['Waits until', live && atom.waits?.until && html`<${Time} at=${atom.waits.until} />`], ['Due', live && atom.due && html`<${Time} at=${atom.due} />`], ['Revert', atom['has-revert'] === undefined ? '' : atom['has-revert'] ? 'yes' : 'cannot be reverted'], ['In', (atom.path ?? []).join(' › ')]]} />
      ${bars.length > 0 && html`<h3>Attempts</h3><ol class="attempts">${bars.map((bar, i) => html`<li key=${i} class="list-line"><${AtomMark} state=${stateOfBar(bar, !live, cut)} /><span class="muted num">${clock(bar.from, true)}${bar.to ? ', ' + duration(bar.to - bar.from) : ''}</span></li>`)}</ol>`}
      ${cut && html`<p class="muted">The page knows the attempts up to ${clock(steps.at(-1)?.at, true)}, in the first ${count(MOST_STEPS)} transitions.</p>`}
      ${may(job, 'rerun') && isFinal(job.state) && html`<button type="button" class="button" onClick=${() => setConfirming(true)}>Run again from here…</button>`}
      <${AtomDetails} job=${job} atom=${atom} />
    </div>
    ${confirming && html`<${Confirm} title=${isolated`Run again from ${atom.name}`} verb="Run again from here" onClose=${() => setConfirming(false)}
      onConfirm=${async () => {
        const made = await post(job.id + '/rerun', {from: atom.name});
        toast('Job ' + shortId(made['resource-id']) + ' continues the flow from ' + atom.name);
        go(jobUrl(made['resource-id'], {tab: 'flow'}));
      }}><p>A new job runs the flow again from <strong>${atom.name}</strong> on. It keeps the results of the atoms before.</p></${Confirm}>`}
  </section>`;
}

/**
 * The numbers of atoms by the state in which they are shown, with the shape of each state.
 *
 * @param {{atoms: any[], states: Record<string, {state: string, waits?: boolean}>}} props
 */
function StateLegend({atoms, states}) {
  /** @type {Map<string, {look: any, n: number}>} */
  const counts = new Map();
  for (const atom of atoms) {
    const {state, waits} = states[atom.name] ?? {state: 'PENDING'};
    const {look, label} = lookOfAtom(state, waits);
    counts.set(label, {look, n: (counts.get(label)?.n ?? 0) + 1});
  }
  return html`<ul class="flow-legend" aria-label="Atoms by state">${[...counts].map(([label, {look, n}]) => html`
    <li key=${label}><${Shape} look=${look} /><span class="num">${count(n)}</span> ${label}</li>`)}</ul>`;
}

/** How many atoms are done, and of how many. @param {any[]} atoms @param {boolean} live */
function doneOf(atoms, live) {
  if (!live) {
    return counted(atoms.length, 'atom');
  }
  const done = atoms.filter((each) => each.state === 'SUCCESS').length;
  return (done < atoms.length ? count(done) + ' of ' : '') + counted(atoms.length, 'atom') + ' done';
}

/**
 * The flow of a job as a graph, a tree and a chart over time, now or at an earlier moment.
 *
 * @param {{job: any}} props
 */
export function FlowTab({job}) {
  const {query} = place.use();
  const view = VIEWS.includes(query.get('view') ?? '') ? query.get('view') : 'graph';
  const picked = query.get('atom');
  const [search, setSearch] = useState('');
  const [hit, setHit] = useState(0);
  const [follow, setFollow] = useState(false);
  const [moment, setMoment] = useState(/** @type {number | null} */ (null));
  const [playing, setPlaying] = useState(false);
  const flow = useResource(apiUrl(job.id + '/flow'));
  const [open, closed] = [query.get('open') ?? '', query.get('closed') ?? ''];
  const graph = useResource(view === 'graph' ? apiUrl(job.id + '/graph', {format: 'json', open, closed}) : null, {keep: true});
  const {steps, cut} = useSteps(job.id, flow.data?.revision ?? 0);
  const isEnded = isFinal(job.state);
  // After the end of the job, its flow is shown as ended when the final states of its atoms are known.
  const [settled, setSettled] = useState(isEnded);
  const live = !isEnded || !settled;
  // The streams announce changes of jobs, not of atoms.
  // A large flow is read less often, because its document is large too.
  const size = (flow.data?.atoms ?? []).length;
  useInterval(flow.reload, live ? 1000 + size : null);
  useEffect(() => {
    const settle = () => setSettled(isEnded);
    flow.reload().then(settle, settle);
  }, [job.id, job.revision, isEnded]);
  // The layout has the counts of the atoms in folded flows, so it changes with their states.
  const hasFolds = (graph.data?.parts ?? []).some((/** @type {any} */ part) => part.folded);
  const changes = size + (hasFolds ? ' ' + flow.data?.revision : '');
  const known = useRef(changes);
  useEffect(() => {
    if (known.current !== changes) {
      known.current = changes;
      graph.reload();
    }
  }, [changes]);
  useInterval(() => setMoment((at) => {
    const next = (at ?? 0) + 1;
    if (next >= steps.length) {
      setPlaying(false);
      return null;
    }
    return next;
  }), playing ? Math.max(40, Math.min(600, 8000 / Math.max(1, steps.length))) : null);
  const states = useMemo(() => {
    if (moment !== null) {
      return statesAfter(steps, moment, flow.data?.atoms ?? []);
    }
    return Object.fromEntries((flow.data?.atoms ?? []).map((/** @type {any} */ atom) => [atom.name, {state: currentState(atom, live), waits: live && Boolean(atom.waits), note: noteOf(atom, live, view === 'graph')}]));
  }, [flow.data, steps, moment, live, view]);
  const until = moment === null ? null : Date.parse(steps[Math.max(0, moment - 1)]?.at ?? steps[0]?.at);
  const onFold = (/** @type {string} */ flowPlace, /** @type {boolean} */ fold) => {
    const list = (/** @type {string} */ text, /** @type {boolean} */ has) => [...text.split(',').filter((each) => each && each !== flowPlace), ...(has ? [flowPlace] : [])].join(',');
    setQuery({open: list(open, !fold), closed: list(closed, fold)}, {replace: true});
  };
  const onPick = (/** @type {string} */ atom) => setQuery({atom: picked === atom ? null : atom}, {replace: true});
  return html`<${Answer} of=${flow}>${(/** @type {any} */ document) => {
    const wanted = search.trim().toLowerCase();
    const shownNames = new Set((graph.data?.parts ?? []).map((/** @type {any} */ part) => part.name));
    const matches = wanted && graph.data ? document.atoms.filter((/** @type {any} */ each) => each.name.toLowerCase().includes(wanted)) : [];
    const hidden = matches.some((/** @type {any} */ each) => shownNames.has(each.name)) ? null : matches[0];
    const atom = document.atoms.find((/** @type {any} */ each) => each.name === picked);
    return html`
    <div class="flow-tools">
      <span class="group" role="group" aria-label="View">${[['graph', 'Graph'], ['tree', 'Tree'], ['chart', 'Time']].map(([name, label]) => html`<button key=${name} type="button" class="button" aria-pressed=${view === name} onClick=${() => setQuery({view: name === 'graph' ? null : name}, {replace: true})}>${label}</button>`)}</span>
      <span class="search"><input type="search" aria-label="Find an atom" placeholder="Find an atom" value=${search} title="Enter goes to the next atom" onInput=${(/** @type {any} */ event) => {
        setSearch(event.target.value);
        setHit(0);
      }} onKeyDown=${(/** @type {KeyboardEvent} */ event) => event.key === 'Enter' && setHit(hit + 1)} /></span>
      ${live && view === 'graph' && html`<button type="button" class="button" aria-pressed=${follow} onClick=${() => setFollow(!follow)}>Follow</button>`}
      ${steps.length > 1 && html`<span class="replay"><button type="button" class="button" aria-pressed=${playing} onClick=${() => {
          setPlaying(!playing);
          if (!playing && moment === null) {
            setMoment(0);
          }
        }}>${playing ? 'Pause' : 'Replay'}</button>
        <input type="range" aria-label="Moment of the flow" aria-valuetext=${until ? clock(until, true) : 'now'} min="0" max=${steps.length} value=${moment ?? steps.length} onInput=${(/** @type {any} */ event) => {
          setPlaying(false);
          const value = Number(event.target.value);
          setMoment(value === steps.length ? null : value);
        }} /><span class="num">${until ? clock(until, true) : live ? 'now, live' : 'the end'}</span></span>`}
    </div>
    <p class="job-line"><span><${AtomMark} state=${shownFlowState(job, document, live)} /> ${document.flow}</span><span>${doneOf(document.atoms, live)}</span><span>${cut ? 'the first ' : ''}${counted(steps.length, 'transition')}</span>
      ${live && document.waiting?.signals?.length > 0 && html`<span>waits for the signal ${document.waiting.signals.map((/** @type {string} */ each) => '“' + each + '”').join(', ')}</span>`}
      ${document.continues && html`<span>continues <a href=${jobUrl(document.continues, {tab: 'flow'})}>${shortId(document.continues)}</a></span>`}
      ${document.unsettled?.length > 0 && html`<span><strong>${counted(document.unsettled.length, 'task')} neither done nor reverted:</strong> ${document.unsettled.join(', ')}</span>`}
      ${document.note && html`<span>${inZone(document.note)}</span>`}</p>
    ${view === 'graph' && hidden && html`<p class="flow-note"><span><span class="mono">${hidden.name}</span> is in a part of the graph that is folded.</span><button type="button" class="button small" onClick=${() => setQuery({view: 'tree'}, {replace: true})}>Show in the tree</button></p>`}
    <${StateLegend} atoms=${document.atoms} states=${states} />
    <div class=${'flow-main' + (atom ? ' with-atom' : '')}>
      <div>
        ${view === 'graph' && (graph.data ? html`<${FlowGraph} layout=${graph.data} states=${states} picked=${picked} search=${search} hit=${hit} follow=${follow} replaying=${moment !== null} ended=${!live} onPick=${onPick} onFold=${onFold} /><${Problem} error=${graph.error} />` : html`<${Problem} error=${graph.error} />${graph.slow && html`<${Skeleton} lines=${4} />`}${graph.error && html`<${FlowTree} atoms=${document.atoms} states=${states} picked=${picked} search=${search} onPick=${onPick} />`}`)}
        ${view === 'tree' && html`<${FlowTree} atoms=${document.atoms} states=${states} picked=${picked} search=${search} onPick=${onPick} />`}
        ${view === 'chart' && html`${cut && moment === null && html`<p class="muted">The chart ends at ${clock(steps.at(-1)?.at, true)}, after the first ${count(MOST_STEPS)} transitions.</p>`}<${Gantt} steps=${steps} cut=${cut} states=${states} until=${until} ended=${job.ended} picked=${picked} search=${search} onPick=${onPick} />`}
      </div>
      ${atom && html`<${AtomPanel} job=${job} atom=${atom} steps=${steps} cut=${cut} state=${states[atom.name] ?? {state: 'PENDING'}} onClose=${() => onPick(atom.name)} />`}
    </div>`;
  }}</${Answer}>`;
}
