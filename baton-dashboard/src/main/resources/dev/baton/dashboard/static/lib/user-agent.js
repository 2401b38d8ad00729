// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The browsers and systems that are named, with the mark that each leaves in a user agent. Many browsers
 * name others too, so the more special one comes first.
 */
const BROWSERS = [['Edge', /\bEdgA?\/(\d+)/], ['Opera', /\bOPR\/(\d+)/], ['Firefox', /\bFirefox\/(\d+)/],
  ['Chrome', /\b(?:Headless)?Chrome\/(\d+)/], ['Safari', /\bVersion\/(\d+).*\bSafari\//]];
const SYSTEMS = [['Android', /Android/], ['iOS', /iPhone|iPad/], ['Windows', /Windows/], ['macOS', /Mac OS X/], ['Linux', /Linux|X11/]];

/**
 * The client in a few words, such as "Firefox 140 on Linux"; for other programs, the first word of
 * the user agent, such as "curl/8.5.0".
 *
 * @param {string | undefined} userAgent
 */
export function clientName(userAgent) {
  const text = userAgent ?? '';
  const browser = BROWSERS.map(([name, mark]) => [name, /** @type {RegExp} */ (mark).exec(text)]).find(([, found]) => found);
  if (!browser) {
    return text.split(' ')[0];
  }
  const system = SYSTEMS.find(([, mark]) => /** @type {RegExp} */ (mark).test(text));
  return browser[0] + ' ' + /** @type {RegExpExecArray} */ (browser[1])[1] + (system ? ' on ' + system[0] : '');
}
