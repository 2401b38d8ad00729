// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useRef, useState} from '../lib/html.js';
import {withQuery} from '../lib/router.js';
import {Icon} from './basics.js';

/** How far a press on an arrow moves the tabs: a part of their visible width. */
const MOVE = 0.6;

/** @typedef {{left: number, width: number, content: number}} Scrolling */

/** @param {HTMLElement | null} element @returns {Scrolling} */
const scrollingOf = (element) => ({left: element?.scrollLeft ?? 0, width: element?.clientWidth ?? 0, content: element?.scrollWidth ?? 0});

/**
 * The strip of tabs, and whether there are more tabs on each side. The strip shows the current tab
 * until the user scrolls it.
 *
 * @param {string} current
 * @param {unknown} content changes when the tabs change
 */
function useStrip(current, content) {
  const strip = useRef(/** @type {HTMLElement | null} */ (null));
  const [more, setMore] = useState({left: false, right: false});
  /** How the strip was scrolled to show the current tab; null after the user has scrolled it. */
  const shown = useRef(/** @type {Scrolling | null} */ (null));
  const measure = () => {
    const element = strip.current;
    if (element) {
      const rest = element.scrollWidth - element.clientWidth - element.scrollLeft;
      setMore({left: element.scrollLeft > 1, right: rest > 1});
    }
  };
  // The browser also scrolls a strip that becomes wider. Then the current tab is shown again.
  const onScroll = () => {
    const [now, before] = [scrollingOf(strip.current), shown.current];
    if (before && now.width === before.width && now.content === before.content && Math.abs(now.left - before.left) > 1) {
      shown.current = null;
    }
    keep();
  };
  const reveal = () => {
    const element = strip.current;
    const tab = element?.querySelector('[aria-current]');
    if (element && tab) {
      const [box, own] = [element.getBoundingClientRect(), tab.getBoundingClientRect()];
      if (own.left < box.left || own.right > box.right) {
        element.scrollLeft += own.left + own.width / 2 - box.left - box.width / 2;
      }
    }
    shown.current = scrollingOf(element);
    measure();
  };
  // An arrow that appears makes the strip narrower, which must not undo the scrolling of the user.
  const keep = () => (shown.current === null ? measure() : reveal());
  useEffect(reveal, [current]);
  useEffect(keep, [content]);
  useEffect(() => {
    const observer = new ResizeObserver(keep);
    const element = strip.current;
    [element, ...(element?.children ?? [])].forEach((each) => each && observer.observe(each));
    return () => observer.disconnect();
  }, [content]);
  const move = (/** @type {number} */ side) =>
    strip.current?.scrollBy({left: side * MOVE * strip.current.clientWidth});
  return {strip, more, onScroll, move};
}

/**
 * An arrow beside the tabs. It is for pointers only: the focus reaches each tab and scrolls to it.
 *
 * @param {{icon: 'left' | 'right', shown: boolean, onPress: () => void}} props
 */
const More = ({icon, shown, onPress}) => shown && html`
  <button type="button" class=${'icon-button more-' + icon} tabindex="-1" aria-hidden="true" onClick=${onPress}>
    <${Icon} name=${icon} /></button>`;

/**
 * Tabs that are links: each has its own address.
 *
 * @param {{tabs: {name: string, label: string, note?: any}[], current: string, parameter?: string, label: string}} props
 */
export function Tabs({tabs, current, parameter = 'tab', label}) {
  const {strip, more, onScroll, move} = useStrip(current, tabs.map((each) => each.label + each.note).join());
  return html`<div class="tabs-line">
    <${More} icon="left" shown=${more.left} onPress=${() => move(-1)} />
    <nav class="tabs" aria-label=${label} ref=${strip} onScroll=${onScroll}>${tabs.map(
      ({name, label: text, note}, index) => html`<a key=${name} href=${withQuery({[parameter]: index === 0 ? null : name, atom: null, line: null})}
        class=${name === current ? 'tab current' : 'tab'} aria-current=${name === current ? 'page' : undefined}>${text}${
          note !== undefined && note !== null && html`<span class="tab-note num">${note}</span>`}</a>`,
    )}</nav>
    <${More} icon="right" shown=${more.right} onPress=${() => move(1)} /></div>`;
}
