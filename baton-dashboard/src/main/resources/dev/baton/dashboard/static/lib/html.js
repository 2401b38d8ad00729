// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The one place that names the view library. Text in templates is always inserted as text. */

import {h} from 'preact';
import htm from 'htm';

export {render, Fragment} from 'preact';
export {useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState} from 'preact/hooks';

export const html = htm.bind(h);
