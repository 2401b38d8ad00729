// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The one place that names the view library. Text in templates is always inserted as text, with
 * visible signs for the characters that would turn the direction of the text around them.
 */

import {h} from 'preact';
import htm from 'htm';
import {visible} from './format.js';

export {render, Fragment} from 'preact';
export {useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState} from 'preact/hooks';

/** @param {any} child @returns {any} */
const shown = (child) =>
  typeof child === 'string' ? visible(child) : Array.isArray(child) ? child.map(shown) : child;

const element = /** @type {typeof h} */ ((/** @type {any} */ type, /** @type {any} */ props, /** @type {any[]} */ ...children) =>
  h(type, props?.title ? {...props, title: shown(props.title)} : props, ...children.map(shown)));

export const html = htm.bind(element);
