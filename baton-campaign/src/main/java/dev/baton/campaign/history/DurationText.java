// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import java.util.Locale;

/** Formats durations for display. */
final class DurationText {

  private DurationText() {}

  static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", Math.max(0, nanos) / 1e6);
  }
}
