// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.client.ApiClient;
import dev.baton.console.CommandContext;
import dev.baton.console.Terminal;
import dev.baton.console.TerminalStyle;
import dev.baton.console.TimeText;
import dev.baton.testkit.clock.ManualClock;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ShowFrameTest {

  private final ObjectNode state = ApiClient.JSON.createObjectNode().put("count", 1);
  private final ObjectNode entry = state.putArray("jobs").addObject();
  private final ArrayNode atoms = entry.putObject("flow").putArray("atoms");

  ShowFrameTest() {
    entry
        .putObject("job")
        .put("id", "job/1")
        .put("action", "make")
        .put("state", "RUNNING")
        .put("progress", 40)
        .put("owner", "here");
  }

  private ObjectNode atom(String name, String state) {
    ObjectNode atom = atoms.addObject().put("name", name).put("kind", "task").put("state", state);
    atom.putArray("path").add("make");
    return atom;
  }

  private List<String> lines(int width, boolean all) {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    CommandContext commandContext =
        new CommandContext(
            nowhere,
            nowhere,
            InputStream.nullInputStream(),
            Map.of(),
            new ManualClock(),
            ZoneOffset.UTC,
            Terminal.NONE);
    return new ShowFrame(
            new TerminalStyle(false), new TimeText(commandContext, true), width, all, false)
        .lines(state, "");
  }

  @Test
  void longRowsOfTheSameState_areShortened() {
    for (int i = 1; i <= 9; i++) {
      atom("done" + i, "SUCCESS");
    }
    atom("now", "RUNNING").put("duration", "PT3S").put("starts", 2);

    assertThat(lines(100, false))
        .containsExactly(
            "1  make  RUNNING  40 %  on here",
            "  done1  SUCCESS",
            "  … 7 more SUCCESS",
            "  done9  SUCCESS",
            "  now    RUNNING         3s  try 2");
    assertThat(lines(100, true)).hasSize(11);
  }

  @Test
  void flowThatIsGivenUp_tellsWhatIsLeft() {
    atom("a", "SUCCESS");
    atom("b", "PENDING");
    ((ObjectNode) entry.path("flow")).putArray("unsettled").add("a");

    assertThat(lines(100, false)).last().isEqualTo("  not reverted: a");
    assertThat(lines(15, false)).last().isEqualTo("  not reverted…");
  }

  @Test
  void flow_thatNoExecutorContinues_saysWhy() {
    atom("a", "SUCCESS");
    ((ObjectNode) entry.path("job")).put("status-message", "it is another one\nand so on");
    ((ObjectNode) entry.path("flow")).put("unfit-since", "2026-01-31T12:00:00.000Z");

    assertThat(lines(100, false)).last().isEqualTo("  it is another one");
  }

  @Test
  void retries_areHidden_unlessAllIsAsked() {
    atom("make_retry", "SUCCESS");
    atom("again", "SUCCESS").put("kind", "retry");
    atom("work", "PENDING");

    assertThat(lines(100, false)).hasSize(2).last().isEqualTo("  work  PENDING");
    assertThat(lines(100, true)).hasSize(4);
  }

  @Test
  void nestedFlows_areNamedAndIndented() {
    atom("first", "SUCCESS");
    atom("second", "SUCCESS").withArray("path").add("inner");

    assertThat(lines(100, false))
        .containsExactly(
            "1  make  RUNNING  40 %  on here",
            "  first     SUCCESS", "  inner:", "    second  SUCCESS");
  }

  @Test
  void noLine_isWiderThanTheTerminal() {
    atom("a_name_that_is_quite_long_for_a_narrow_terminal_window", "REVERT_FAILURE")
        .putObject("revert-failure")
        .put("type", "x.Y")
        .put("message", "the host did not answer, and did not answer when asked again\nsecond");

    for (int width = 40; width < 120; width++) {
      int columns = width;
      assertThat(lines(width, false)).allMatch(line -> line.length() <= columns, "within " + width);
    }
  }

  @Test
  void counts_areShownByState_whateverIsShownOfTheJobs() {
    state.put("count", 5_000).put("delayed", 12);
    state.putObject("states").put("QUEUED", 4_936).put("RUNNING", 64);

    assertThat(lines(100, false))
        .startsWith("64 RUNNING, 4936 QUEUED (12 delayed)", "1  make  RUNNING  40 %  on here")
        .last()
        .isEqualTo("4999 more jobs (--last, --filter)");
  }

  @Test
  void nothing_isSaid() {
    ((ArrayNode) state.path("jobs")).removeAll();
    state.put("count", 0);

    assertThat(lines(80, false)).containsExactly("Nothing runs or waits.");
  }

  @Test
  void jobThatWasStartedAgain_countsFromTheRunUnderWay() {
    Instant now = new ManualClock().now();
    ObjectNode job = (ObjectNode) entry.path("job");
    job.put("attempt", 2).put("started", now.minusSeconds(7200).toString());
    assertThat(lines(200, false)).first().asString().contains("on here  started 2h ago");

    entry.put("run-started", now.minusSeconds(5).toString());
    assertThat(lines(200, false))
        .first()
        .asString()
        .contains("this run started 5s ago, the first 2h ago  attempt 2");
  }
}
