// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useMemo, useRef, useState} from '../lib/html.js';
import {apiUrl, call, get, isOutage, post} from '../lib/api.js';
import {isolated, parsed, shellQuoted, shortId} from '../lib/format.js';
import {actions, mayPost, readActions} from '../lib/catalogue.js';
import {takeDraft, useDraft} from '../lib/draft.js';
import {go, jobUrl, place, setQuery} from '../lib/router.js';
import {fieldErrors, isSecret} from '../lib/schema.js';
import {toast} from '../lib/toast.js';
import {useInterval, useTitle} from '../lib/use.js';
import {Command, Empty, PageHead, Panel, Problem, SendProblem} from '../parts/basics.js';
import {CheckedJob} from '../parts/checked-job.js';
import {FlowGraph} from '../parts/flow-graph.js';
import {SchemaForm} from '../parts/schema-form.js';

function ChooseAction() {
  const known = actions.use();
  // How many live executors have an action changes while a page is open.
  useInterval(readActions, 15_000);
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const found = known.filter((action) => mayPost(action) && (action.name + ' ' + (action.description ?? '')).toLowerCase().includes(wanted));
  return html`<${PageHead} title="Post a job" />
    <p class="muted">Choose what the job does.</p>
    <label class="field chooser"><span class="sr">Search actions</span><input type="search" placeholder="Search actions" value=${search} onInput=${(/** @type {any} */ event) => setSearch(event.target.value)} /></label>
    ${known.length === 0 ? html`<${Empty} title="This installation knows no actions"><p>An executor brings actions. Start one:</p><${Command} command="baton executor" /></${Empty}>` : html`
    <div class="action-list">${found.map((action) => html`<a key=${action.name} href=${'/post?action=' + encodeURIComponent(action.name)}><strong>${action.name}</strong>${action.flow && html` <span class="tag">flow</span>`}${action.executors === 0 && html` <span class="tag">no live executor</span>`}<br /><span class="muted">${action.description}</span></a>`)}
      ${found.length === 0 && html`<p class="menu-note">No action contains “${search}”.</p>`}</div>`}`;
}

/** The numbers that are times, and their attributes. */
const SECONDS = [['delay', 'not-before', 'Delay'], ['timeout', 'timeout', 'Timeout']];

/**
 * The wrong times, as the server would report them. The server gets a moment and a duration instead of
 * the numbers that the user writes.
 *
 * @param {Record<string, string>} options
 */
const wrongSeconds = (options) =>
  SECONDS.filter(([option]) => options[option] && !(Number(options[option]) >= 0)).map(([option, attribute, label]) => ({
    pointer: '/' + attribute, message: `${label} is ${options[option]}; allowed: 0 or more seconds`,
  }));

/** @param {Record<string, string>} options */
function specOf(options) {
  /** @type {Record<string, any>} */
  const spec = {};
  const numbers = {priority: 'priority', attempts: 'max-attempts'};
  for (const [option, attribute] of Object.entries(numbers)) {
    if (options[option]) {
      spec[attribute] = Number(options[option]);
    }
  }
  if (options.delay) {
    spec['not-before'] = new Date(Date.now() + Number(options.delay) * 1000).toISOString();
  }
  if (options.timeout) {
    spec.timeout = 'PT' + Number(options.timeout) + 'S';
  }
  if (options.key) {
    spec['unique-key'] = options.key;
  }
  if (options.name) {
    spec.name = options.name;
  }
  for (const [option, attribute] of [['tags', 'tags'], ['requires', 'requires']]) {
    const words = wordsOf(options[option]);
    if (words.length) {
      spec[attribute] = words;
    }
  }
  return spec;
}

const wordsOf = (/** @type {string | undefined} */ text) => (text ?? '').split(/[\s,]+/).filter(Boolean);

/** The options of the command line that have a value. @param {Record<string, string>} options */
function flagsOf(options) {
  const seconds = (/** @type {string | undefined} */ text) => text && Number(text) + 's';
  const flags = [
    ['--name', options.name],
    ['--priority', options.priority],
    ['--not-before', seconds(options.delay)],
    ['--timeout', seconds(options.timeout)],
    ['--max-attempts', options.attempts],
    ['--unique-key', options.key],
    ['--tag', wordsOf(options.tags).join(',')],
    ['--requires', wordsOf(options.requires).join(',')],
  ];
  return flags.flatMap(([flag, value]) => (value ? [flag, value] : []));
}

const OPTIONS = [
  ['name', 'Name', 'text', 'shown in lists'],
  ['priority', 'Priority', 'number', '0 is most urgent; default 999'],
  ['delay', 'Delay in seconds', 'number', 'the job starts this long after its post, or later'],
  ['timeout', 'Timeout in seconds', 'number', 'of one attempt'],
  ['attempts', 'Attempts', 'number', 'how often it is tried; default 1'],
  ['key', 'Unique key', 'text', 'only one waiting or running job has it'],
  ['tags', 'Tags', 'text', 'separated by blanks or commas'],
  ['requires', 'Capabilities', 'text', 'which its executor must have'],
];

/** The options by the names of their attributes. */
const OPTION_OF = /** @type {Record<string, string>} */ ({
  name: 'name', priority: 'priority', 'not-before': 'delay', timeout: 'timeout', 'max-attempts': 'attempts',
  'unique-key': 'key', tags: 'tags', requires: 'requires',
});

const FIELDS = 'input, select, textarea, button';

/** @type {import('../lib/schema.js').FieldErrors} */
const NO_ERRORS = {parameters: {}, attributes: {}, rest: ''};

/** @param {import('../lib/schema.js').FieldErrors} errors */
const hasErrors = (errors) =>
  errors.rest !== '' || Object.keys(errors.parameters).length + Object.keys(errors.attributes).length > 0;

/**
 * Moves the focus to the first field when the form appears, and to the first wrong field after an error.
 *
 * @param {import('../lib/schema.js').FieldErrors} errors
 */
function useFormFocus(errors) {
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  useEffect(() => {
    const isWrong = hasErrors(errors);
    const wrong = form.current?.querySelector('.field:has(.field-error), .field:has([aria-invalid])');
    const found = isWrong && !wrong ? null : (wrong ?? form.current)?.querySelector(FIELDS);
    if (found instanceof HTMLElement) {
      found.focus();
    }
  }, [errors]);
  return form;
}

/** The parameters that may be kept outside of the form. @param {any} payload @param {any} schema */
const withoutSecrets = (payload, schema) => JSON.parse(JSON.stringify(payload, (name, value) =>
  isSecret(schema?.properties?.[name] ?? {}, name) ? undefined : value));

/** @param {{action: any, from: any}} props */
function PostForm({action, from}) {
  const draft = useMemo(() => takeDraft('post ' + action.name), []);
  const [payload, setPayload] = useState(() => draft?.payload ?? (from ? parsed(from.payload) ?? {} : {}));
  const [options, setOptions] = useState(() => /** @type {Record<string, string>} */ (draft?.options ?? (from ? {priority: String(from.priority ?? ''), tags: (from.tags ?? []).join(' '), requires: (from.requires ?? []).join(' '), attempts: String(from['max-attempts'] ?? ''), name: from.name ?? ''} : {})));
  const [errors, setErrors] = useState(NO_ERRORS);
  const [refused, setRefused] = useState({payload, options});
  const [outage, setOutage] = useState(/** @type {Error | null} */ (null));
  const [checked, setChecked] = useState(/** @type {any} */ (null));
  const [graph, setGraph] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const form = useFormFocus(errors);
  const verdict = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (checked) {
      verdict.current?.scrollIntoView({block: 'nearest'});
    }
  }, [checked]);
  useDraft('post ' + action.name, {payload: withoutSecrets(payload, action.schema), options});
  const body = () => ({...specOf(options), payload});
  const guarded = async (/** @type {() => Promise<void>} */ run) => {
    setBusy(true);
    setOutage(null);
    try {
      const fields = wrongSeconds(options);
      if (fields.length) {
        throw Object.assign(new Error('times are wrong'), {fields});
      }
      await run();
      setErrors((before) => (hasErrors(before) ? NO_ERRORS : before));
    } catch (error) {
      if (isOutage(error)) {
        setOutage(error);
      } else {
        setErrors(fieldErrors(error, Object.keys(action.schema?.properties ?? {}), Object.keys(OPTION_OF)));
        setRefused({payload, options});
        setChecked(null);
        setGraph(null);
      }
    }
    setBusy(false);
  };
  // A message is about the value that the server has refused.
  const fields = Object.fromEntries(Object.entries(errors.parameters).filter(([name]) => payload[name] === refused.payload[name]));
  const wrongOptions = /** @type {Record<string, string>} */ (Object.fromEntries(Object.entries(errors.attributes).map(([attribute, message]) => [OPTION_OF[attribute], message])
    .filter(([name]) => options[name] === refused.options[name])));
  const check = () => guarded(async () => {
    setChecked(await post('action/' + encodeURIComponent(action.name) + '/dry-run', body()));
    if (action.flow) {
      setGraph(await call('POST', apiUrl('action/' + encodeURIComponent(action.name) + '/graph', {format: 'json'}), {body: payload}).catch(() => null));
    }
  });
  const send = (/** @type {boolean} */ watch) => guarded(async () => {
    const made = await post('job', {action: action.name, ...body()});
    const id = made['resource-id'];
    toast(made.status === 201 ? 'Job ' + shortId(id) + ' posted' : 'The unique key is held by job ' + shortId(id), {link: jobUrl(id)});
    if (watch) {
      go(jobUrl(id, action.flow ? {tab: 'flow'} : {tab: 'logs'}));
    }
  });
  const onSubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    send(true);
  };
  const words = ['baton', 'post', action.name, ...flagsOf(options), ...(Object.keys(payload).length ? ['--params', JSON.stringify(payload)] : []), '--follow'];
  const hasParameters = Object.keys(action.schema?.properties ?? {}).length > 0;
  return html`<${PageHead} title=${action.name}><a class="button" href="/post">Another action</a></${PageHead}>
    <p class="job-line"><span>${action.description}</span>${action.requires?.length > 0 && html`<span>needs ${action.requires.join(', ')}</span>`}
      ${action.executors === 0 && html`<span class="s-waiting"><strong>No live executor has this action.</strong> The job waits until one starts: <code>baton executor</code></span>`}</p>
    <div class="post"><form class="form" ref=${form} onSubmit=${onSubmit} noValidate>
      <fieldset><legend>Parameters</legend>${hasParameters ? html`<${SchemaForm} key=${action.name} schema=${action.schema} value=${payload} onChange=${setPayload} errors=${fields} />` : html`<p class="muted">This action has no parameters.</p>`}</fieldset>
      <fieldset><legend>Options</legend><div class="options">${OPTIONS.map(([name, label, type, hint]) => html`<label key=${name} class="field"><span>${label}</span><input type=${type} aria-invalid=${wrongOptions[name] ? true : undefined} min=${type === 'number' ? 0 : undefined} value=${options[name] ?? ''} onInput=${(/** @type {any} */ event) => setOptions({...options, [name]: event.target.value})} /><span class="field-hint">${hint}</span>${wrongOptions[name] && html`<span class="field-error" role="alert">${wrongOptions[name]}</span>`}</label>`)}</div></fieldset>
      ${errors.rest && html`<${Problem} error=${new Error(errors.rest)} />`}
      <${SendProblem} error=${outage} onReconnect=${() => setOutage(null)} />
      <div class="list-line send"><button type="submit" class="button primary" disabled=${busy}>Post and watch</button><button type="button" class="button" disabled=${busy} onClick=${() => send(false)}>Post</button><button type="button" class="button" disabled=${busy} title="Ask the server what a post would do, and post nothing" onClick=${check}>${action.flow ? 'Check and preview' : 'Check'}</button></div>
      <div class="verdict" ref=${verdict}>${checked && html`<${CheckedJob} checked=${checked} action=${action} />`}
        ${graph && html`<${Panel} title="The flow that would run"><${FlowGraph} class="preview-graph" layout=${graph} states=${{}} /></${Panel}>`}</div>
    </form>
    <div>
      <${Panel} title="The same on the command line"><div class="panel-body"><${Command} command=${words.map(shellQuoted).join(' ')} /></div></${Panel}>
    </div></div>`;
}

export function Post() {
  const {query} = place.use();
  const known = actions.use();
  const [from, setFrom] = useState(/** @type {any} */ (undefined));
  const source = query.get('from');
  useEffect(() => {
    setFrom(undefined);
    if (source) {
      get('job/' + source).then((job) => {
        setFrom(job);
        setQuery({action: job.action}, {replace: true});
      }, () => setFrom(null));
    }
  }, [source]);
  const name = query.get('action') ?? '';
  const action = known.find((each) => each.name === name);
  useTitle(name ? 'Post ' + name : 'Post');
  if (source && from === undefined) {
    return null;
  }
  if (action && !mayPost(action)) {
    return html`<${Empty} title=${isolated`Only administrators may post ${name}`}><a class="button" href="/post">Another action</a></${Empty}>`;
  }
  return action ? html`<${PostForm} key=${name + source} action=${action} from=${from} />` : html`<${ChooseAction} />`;
}
