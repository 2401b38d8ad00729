// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.engine.EngineInstances;
import dev.baton.engine.EngineLine;
import dev.baton.engine.LineSink;
import dev.baton.error.InvalidInputException;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Follows the output of an engine job to its end. The output of instances is read one after the
 * other, by number; this keeps a position short even if many instances write in parallel.
 */
record SlurmJobOutput(SlurmJobFolder folder, SlurmJobRecord record, LineSink sink) {

  private static final Pattern POSITION = Pattern.compile("(\\d{1,5}):(.+)");

  /**
   * Follows the output to its end.
   *
   * @param after the position as {@link dev.baton.engine.Engine#logs} defines it
   * @param changed receives a permit when the engine job has changed
   * @param givenUp returns true when Slurm has not answered for so long that reading must stop
   */
  void follow(@Nullable String after, Semaphore changed, BooleanSupplier givenUp)
      throws IOException, InterruptedException {
    Integer instances = record.instances();
    if (instances == null) {
      tail(null, after, sink).follow(changed, givenUp);
      return;
    }
    Matcher position = POSITION.matcher(after == null ? "0:0+0" : after);
    if (!position.matches() || Integer.parseInt(position.group(1)) >= instances) {
      throw new InvalidInputException(
          "position '"
              + after
              + "' is not a position in the output of engine job '"
              + folder.name()
              + "'");
    }
    int first = Integer.parseInt(position.group(1));
    for (int number = first; number < instances; number++) {
      String from = number == first ? position.group(2) : null;
      tail(number, from, numbered(number)).follow(changed, givenUp);
    }
  }

  private OutputTail tail(@Nullable Integer instance, @Nullable String after, LineSink to) {
    return new OutputTail(new OutputTail.Whose(folder, record.uid(), instance), after, to);
  }

  private LineSink numbered(int number) {
    return line ->
        sink.line(
            new EngineLine(
                line.stream(),
                EngineInstances.prefix(number) + line.text(),
                number + ":" + line.position()));
  }
}
