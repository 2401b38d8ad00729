// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** A flow whose tasks are containers. Start reading at: {@link ReleasePlugin}. */
@NullMarked
package com.example.release;

import org.jspecify.annotations.NullMarked;
