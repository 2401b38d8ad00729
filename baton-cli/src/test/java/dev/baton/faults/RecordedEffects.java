// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The effects that the plugin of the tests recorded, in the order of acceptance. */
record RecordedEffects(List<Effect> all) {

  /**
   * One line of the file.
   *
   * @param process the process id of the writer
   */
  record Effect(String what, String job, long token, int attempt, long process) {}

  static RecordedEffects read(Path file) {
    try {
      return new RecordedEffects(
          Files.readAllLines(file).stream()
              .map(line -> line.split(" "))
              .map(words ->
                  new Effect(
                      words[0],
                      words[1],
                      Long.parseLong(words[2]),
                      Integer.parseInt(words[3]),
                      Long.parseLong(words[4])))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Effect> of(String what) {
    return all.stream().filter(effect -> effect.what().equals(what)).toList();
  }

  /**
   * Checks that two claims of a job never alternated: all effects of a token precede the effects of
   * any greater token.
   */
  void assertTokensOnlyGrow() {
    Map<String, Long> newest = new HashMap<>();
    for (Effect effect : all) {
      assertThat(effect.token())
          .as("token of %s after %s", effect, newest.get(effect.job()))
          .isGreaterThanOrEqualTo(newest.getOrDefault(effect.job(), 0L));
      newest.put(effect.job(), effect.token());
    }
  }

  /** Checks that the effects of each claim come from one process. */
  void assertEachTokenIsOfOneProcess() {
    Map<String, Long> holders = new HashMap<>();
    for (Effect effect : all) {
      String claim = effect.job() + " " + effect.token();
      assertThat(effect.process())
          .as("process that wrote %s", effect)
          .isEqualTo(holders.computeIfAbsent(claim, first -> effect.process()));
    }
  }

  /** The last effect of the newest claim of each job, by job. */
  Map<String, Effect> newest() {
    Map<String, Effect> newest = new HashMap<>();
    all.forEach(effect -> newest.put(effect.job(), effect));
    return newest;
  }
}
