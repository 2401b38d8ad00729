// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import dev.baton.access.Caller;
import dev.baton.error.InvalidField;
import dev.baton.error.InvalidInputException;
import dev.baton.job.JobSpec;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.Catalogue;
import dev.baton.testkit.clock.ManualClock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests that the actions name the parameter that they refuse, so that a form can show the error
 * beside its field.
 */
final class RefusedParametersTest {

  private final ManualClock clock = new ManualClock();
  private final InMemoryBackend backend = new InMemoryBackend(clock);
  private final BuiltinPlugin plugin = new BuiltinPlugin(backend.board(), clock);
  private final Catalogue catalogue = Catalogue.of(List.of(plugin));

  @AfterEach
  void close() {
    plugin.close();
    backend.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "dummy_test_action | {\"seconds\": -1}                              | /payload/seconds",
        "dummy_test_action | {\"steps\": 0}                                 | /payload/steps",
        "dummy_test_flow   | {\"seconds\": -1}                              | /payload/seconds",
        "dummy_test_flow   | {\"steps\": 0}                                 | /payload/steps",
        "dummy_test_flow   | {\"failAt\": -1}                               | /payload/failAt",
        "run_command       | {\"command\": []}                              | /payload/command",
        "run_command       | {\"command\": [\"a\\u0000\"]}                  | /payload/command",
        "run_command       | {\"command\": [\"a\"], \"env\": {\"1\": \"\"}} | /payload/env",
        "run_command       | {\"command\": [\"a\"], \"timeout\": \"PT0S\"}  | /payload/timeout",
        "cleanup_jobs      | {\"olderThan\": \"-PT1S\"}                     | /payload/olderThan",
        "cleanup_jobs      | {\"states\": [\"QUEUED\"]}                     | /payload/states",
        "cleanup_jobs      | {\"filter\": \"state=\"}                       | /payload/filter",
        "bulk_post         | {\"action\": \"bulk_x\", \"elements\": []}     | /payload/action",
      })
  void post_withARefusedParameter_pointsToIt(String action, String payload, String pointer) {
    JobSpec spec = JobSpec.builder(action).payload(payload).build();
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> catalogue.checked(spec, Caller.internal()))
        .extracting(InvalidInputException::fields, list(InvalidField.class))
        .extracting(InvalidField::pointer)
        .containsExactly(pointer);
  }
}
