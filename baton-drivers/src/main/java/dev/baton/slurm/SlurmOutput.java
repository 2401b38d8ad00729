// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields that are asked of Slurm's commands, and what they answer. Fields by name rather than
 * JSON: those have stayed the same for many versions.
 */
final class SlurmOutput {

  /** The comment comes last, as it may hold anything. */
  static final String QUEUE_FIELDS =
      "JobArrayID:|,Name:|,State:|,exit_code:|,StartTime:|,EndTime:|,Reason:|,Comment:|";

  static final String ACCOUNTING_FIELDS = "JobIDRaw,JobName,State,ExitCode,Start,End,Reason";

  /** In comments; what is before it is the installation. */
  static final String UID = "baton.dev/uid";

  private static final Pattern UID_IN_COMMENT =
      Pattern.compile(Pattern.quote('"' + UID + "\":\"") + "([0-9a-f-]+)");
  private static final int FIELDS = 8;
  private static final int ACCOUNTING = 7;
  private static final int BYTE = 8;
  private static final int LOW = 0x7f;
  private static final int CODE = 0xff;

  private SlurmOutput() {}

  /** A line of {@code squeue}; empty if it is none. */
  static Optional<SlurmJob> queued(String line) {
    String[] fields = line.split("\\|", FIELDS);
    if (fields.length < FIELDS || !isNumber(fields[0])) {
      return Optional.empty();
    }
    Matcher uid = UID_IN_COMMENT.matcher(fields[FIELDS - 1]);
    // As wait(2) has it.
    int raw = isNumber(fields[3]) ? Integer.parseInt(fields[3].strip()) : 0;
    return Optional.of(
        new SlurmJob(
            Long.parseLong(fields[0].strip()),
            fields[1],
            SlurmState.parse(fields[2]),
            raw >> BYTE & CODE,
            raw & LOW,
            time(fields[4]),
            time(fields[5]),
            why(fields[6]),
            uid.find() ? uid.group(1) : null));
  }

  /** A line of {@code sacct}. */
  static Optional<SlurmJob> accounted(String line) {
    List<String> fields = List.of(line.split("\\|", -1));
    if (fields.size() < ACCOUNTING || !isNumber(fields.getFirst())) {
      return Optional.empty();
    }
    String[] code = fields.get(3).split(":", 2);
    return Optional.of(
        new SlurmJob(
            Long.parseLong(fields.getFirst()),
            fields.get(1),
            SlurmState.parse(fields.get(2)),
            isNumber(code[0]) ? Integer.parseInt(code[0]) : 0,
            code.length > 1 && isNumber(code[1]) ? Integer.parseInt(code[1]) : 0,
            time(fields.get(4)),
            time(fields.get(5)),
            why(fields.get(6)),
            null));
  }

  private static boolean isNumber(String text) {
    return text.strip().matches("\\d{1,9}");
  }

  /** Seconds of the epoch, as the environment of the commands asks for. */
  private static @Nullable Instant time(String text) {
    String seconds = text.strip();
    return seconds.matches("\\d{1,12}") && !seconds.equals("0")
        ? Instant.ofEpochSecond(Long.parseLong(seconds))
        : null;
  }

  private static @Nullable String why(String text) {
    String why = text.strip();
    return why.isEmpty() || why.equals("None") || why.equals("(null)") ? null : why;
  }
}
