// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.bulk;

import dev.baton.jobservice.BulkOperation;
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
          "(\\d{1,18}) of (\\d{1,18}) jobs [a-z ]{1,40}, (\\d{1,18}) failed, (\\d{1,18}) skipped");

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

  /**
   * Returns the text of a status message.
   *
   * @param operation says what was done with the jobs
   */
  String text(BulkOperation operation) {
    return changed
        + " of "
        + total
        + " jobs "
        + done(operation)
        + ", "
        + failed
        + " failed, "
        + skipped
        + " skipped";
  }

  private static String done(BulkOperation operation) {
    return switch (operation) {
      case CANCEL -> "cancelled";
      case RETRY -> "posted again";
      case DELETE -> "deleted";
      case PRIORITY -> "given the new priority";
    };
  }
}
