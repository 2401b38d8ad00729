// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import {html, useEffect, useRef, useState} from '../lib/html.js';
import {count, counted, download} from '../lib/format.js';
import {readLog} from '../lib/log-lines.js';
import {toast} from '../lib/toast.js';

/**
 * A button that saves the whole log as a text file. It reads the log by pages, and each page becomes
 * a blob, which the browser can keep outside of its memory.
 *
 * @param {{job: string, total: number, withTimes: boolean}} props total: the number of lines now
 */
export function LogDownload({job, total, withTimes}) {
  const [lines, setLines] = useState(-1);
  const abort = useRef(new AbortController());
  useEffect(() => () => abort.current.abort(), [job]);
  const save = async () => {
    const own = new AbortController();
    abort.current = own;
    const parts = [];
    let read = 0;
    setLines(0);
    try {
      for await (const page of readLog(job, own.signal)) {
        const texts = page.map((line) => (withTimes ? line.at + ' ' : '') + line.text + '\n');
        parts.push(new Blob(texts));
        read += page.length;
        setLines(read);
        // A job that still runs may write lines faster than the browser reads them.
        if (read >= total) {
          break;
        }
      }
      download(job.replace('/', '-') + '.log', 'text/plain', parts);
      toast(counted(read, 'line') + ' saved');
    } catch (error) {
      if (!own.signal.aborted) {
        toast(error.message, {bad: true});
      }
    }
    setLines(-1);
  };
  return lines < 0
    ? html`<button type="button" class="button" disabled=${total === 0} onClick=${save}>Download</button>`
    : html`<button type="button" class="button long" onClick=${() => abort.current.abort()}>
        Cancel the download: ${count(lines)} of ${counted(total, 'line')}</button>`;
}
