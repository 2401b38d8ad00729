// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Parses the output of Slurm's commands, and contains the names of the fields that the commands
 * must print. The fields are requested by name, not as JSON, because the names have not changed for
 * many versions of Slurm.
 */
final class SlurmCommandOutput {

  /**
   * The fields that {@code squeue} prints. The comment is the last field, because it may contain
   * any characters.
   */
  static final String QUEUE_FIELDS =
      "JobArrayID:|,Name:|,State:|,exit_code:|,StartTime:|,EndTime:|,Reason:|,Comment:|";

  static final String ACCOUNTING_FIELDS = "JobID,JobName,State,ExitCode,Start,End,Reason";

  /**
   * The key of the engine job's uid in the comment of a Slurm job. The comment is JSON and also
   * contains the installation, before the uid.
   */
  static final String UID = "baton.dev/uid";

  private static final Pattern UID_IN_COMMENT =
      Pattern.compile(Pattern.quote('"' + UID + "\":\"") + "([0-9a-f-]+)");
  private static final int FIELDS = 8;
  private static final int ACCOUNTING = 7;
  private static final int BYTE = 8;
  private static final int LOW = 0x7f;
  private static final int CODE = 0xff;

  private SlurmCommandOutput() {}

  /** Parses a line of {@code squeue}. Returns an empty stream for any other line. */
  static Stream<SlurmJob> queued(String line) {
    String[] fields = line.split("\\|", FIELDS);
    if (fields.length < FIELDS) {
      return Stream.empty();
    }
    Matcher uid = UID_IN_COMMENT.matcher(fields[FIELDS - 1]);
    // The exit status in the form that wait(2) returns: exit code and signal in one number.
    int raw = isNumber(fields[3]) ? Integer.parseInt(fields[3].strip()) : 0;
    String itsUid = uid.find() ? uid.group(1) : null;
    return SlurmJobId.parse(fields[0]).stream()
        .map(id ->
            new SlurmJob(
                id,
                fields[1],
                SlurmState.parse(fields[2]),
                raw >> BYTE & CODE,
                raw & LOW,
                time(fields[4]),
                time(fields[5]),
                why(fields[6]),
                itsUid));
  }

  /** Parses a line of {@code sacct}. One line may contain several waiting Slurm jobs. */
  static Stream<SlurmJob> accounted(String line) {
    List<String> fields = List.of(line.split("\\|", -1));
    if (fields.size() < ACCOUNTING) {
      return Stream.empty();
    }
    String[] code = fields.get(3).split(":", 2);
    return SlurmJobId.parse(fields.getFirst()).stream()
        .map(id ->
            new SlurmJob(
                id,
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

  /**
   * Reads a time in seconds since 1970. The variable {@code SLURM_TIME_FORMAT} makes the commands
   * print this format.
   */
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
