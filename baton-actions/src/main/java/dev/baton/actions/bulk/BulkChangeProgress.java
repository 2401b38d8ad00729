// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.bulk;

import dev.baton.plugin.BulkResult;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How many jobs a bulk request has changed so far. It is stored as the status message of the bulk
 * job, and the next attempt of the bulk job reads it from that message.
 */
record BulkChangeProgress(long total, long changed, long failed, long skipped) {

  private static final Pattern TEXT =
      Pattern.compile(
          "(\\d{1,18}) of (\\d{1,18}) jobs changed, (\\d{1,18}) failed, (\\d{1,18}) skipped");

  static BulkChangeProgress of(BulkResult result) {
    return new BulkChangeProgress(
        result.total(),
        result.succeeded(),
        result.errors(BulkResult.Category.FAILED),
        result.errors(BulkResult.Category.SKIPPED));
  }

  /**
   * Returns the progress that a status message contains, or empty if the text is not such a status
   * message.
   */
  static Optional<BulkChangeProgress> parse(@Nullable String text) {
    Matcher matcher = TEXT.matcher(text == null ? "" : text);
    return matcher.matches()
        ? Optional.of(
            new BulkChangeProgress(
                Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(3)),
                Long.parseLong(matcher.group(4))))
        : Optional.empty();
  }

  String text() {
    return changed
        + " of "
        + total
        + " jobs changed, "
        + failed
        + " failed, "
        + skipped
        + " skipped";
  }
}
