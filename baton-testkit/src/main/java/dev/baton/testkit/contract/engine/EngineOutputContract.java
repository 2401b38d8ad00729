// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineLine;
import dev.baton.engine.EngineSecret;
import dev.baton.engine.EngineSpecBuilder;
import dev.baton.error.BatonException;
import dev.baton.job.JobLog;
import dev.baton.service.Threads;
import dev.baton.testkit.service.HeldCarriers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of an engine for the environment and the output of programs. */
public abstract class EngineOutputContract extends EngineTestSetup {

  private static final Map<String, String> ODD =
      Map.of(
          "SPACES", "  two  words ",
          "QUOTES", "it's \"quoted\" `so` \\n",
          "DOLLAR", "$HOME ${PATH} $(id) %s",
          "LETTERS", "ü漢😀",
          "EQUALS", "a=b=c;d&e|f<g>h*?[x]{y}!#~",
          "EMPTY", "",
          "LINES", "one\ntwo");

  private static final String LONG = "x".repeat(1000);

  @Test
  protected void logs_ofBothStreams_areInOrder() throws InterruptedException {
    String name = newName();
    run(
        shellSpec(
            name,
            "i=0; while [ $i -lt 50 ]; do echo out $i; echo err $i >&2; i=$((i+1)); done; printf"
                + " end"));
    List<EngineLine> lines = lines(engine(), name, null);
    List<String> out = numbered("out", 50);
    List<String> err = numbered("err", 50);
    assertThat(texts(starting(lines, "out"))).isEqualTo(out);
    assertThat(texts(starting(lines, "err"))).isEqualTo(err);
    assertThat(texts(starting(lines, "end"))).containsExactly("end");
    assertThat(lines).hasSize(101);
    String second = hasFeature(EngineFixture.Feature.STREAMS) ? "stderr" : "stdout";
    assertThat(starting(lines, "out")).allMatch(line -> line.stream().equals("stdout"));
    assertThat(starting(lines, "err")).allMatch(line -> line.stream().equals(second));
  }

  @Test
  protected void logs_moreThanTenMegabytes_areWhole() throws InterruptedException {
    String name = newName();
    run(
        shellSpec(
                name,
                "i=0; while [ $i -lt 11000 ]; do echo \"$i $LINE\"; i=$((i+1)); done; echo end >&2")
            .env("LINE", LONG));
    List<EngineLine> lines = lines(engine(), name, null);
    assertThat(lines).hasSize(11001);
    assertThat(inOrder(lines)).isEqualTo(11000);
    // The line of standard error may come anywhere among the lines of standard output, because the
    // readers of the two streams reach their ends at different times.
    int half = 5500;
    List<EngineLine> takenUp = new ArrayList<>(lines.subList(0, half + 1));
    takenUp.addAll(lines(openOtherEngine(), name, lines.get(half).position()));
    assertThat(takenUp).hasSize(11001);
    assertThat(inOrder(takenUp)).isEqualTo(11000);
    assertThat(lines(openOtherEngine(), name, lines.getLast().position())).isEmpty();
  }

  /** Counts the long lines that are whole and in order, from the first line on. */
  private static int inOrder(List<EngineLine> lines) {
    int next = 0;
    for (EngineLine line : lines) {
      if (line.text().equals(next + " " + LONG)) {
        next++;
      }
    }
    return next;
  }

  @Test
  protected void logs_thatAreNoText_areMadeText() throws InterruptedException {
    String name = newName();
    run(shellSpec(name, "printf 'a\\377b\\000c\\n\\n\\303\\274\\r\\nd\\re\\303'"));
    assertThat(texts(name)).containsExactly("a\uFFFDb\uFFFDc", "", "ü", "d", "e\uFFFD");
  }

  @Test
  protected void logs_longLine_isSplitAlikeForEveryReader() throws InterruptedException {
    String name = newName();
    run(
        shellSpec(name, "i=0; while [ $i -lt 100 ]; do printf %s \"$LINE\"; i=$((i+1)); done; echo")
            .env("LINE", "ü".repeat(499) + "z"));
    List<EngineLine> lines = lines(engine(), name, null);
    List<String> parts = texts(lines);
    assertThat(parts.subList(0, parts.size() - 1))
        .hasSizeGreaterThan(2)
        .allMatch(part -> part.endsWith(JobLog.CONTINUES));
    assertThat(String.join("", parts).replace(JobLog.CONTINUES, ""))
        .isEqualTo(("ü".repeat(499) + "z").repeat(100));
    assertThat(lines).allMatch(line -> line.text().length() <= JobLog.MAX_LINE_LENGTH);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines(openOtherEngine(), name, lines.get(i).position()))
          .isEqualTo(lines.subList(i + 1, lines.size()));
    }
  }

  @Test
  protected void logs_takenUpByAnother_haveNoHoleAndNoRepetition() throws InterruptedException {
    String name = newName();
    run(
        shellSpec(
            name,
            "i=0; while [ $i -lt 60 ]; do echo out $i; echo err $i >&2; sleep 0.05; i=$((i+1));"
                + " done"));
    List<EngineLine> stored = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      String after = stored.isEmpty() ? null : stored.getLast().position();
      int upTo = stored.size() + 20;
      assertThatThrownBy(() ->
              openOtherEngine()
                  .logs(
                      name,
                      after,
                      line -> {
                        if (stored.size() == upTo) {
                          throw new CancellationException();
                        }
                        stored.add(line);
                      }))
          .isInstanceOf(CancellationException.class);
    }
    stored.addAll(lines(engine(), name, stored.getLast().position()));
    assertThat(texts(starting(stored, "out"))).isEqualTo(numbered("out", 60));
    assertThat(texts(starting(stored, "err"))).isEqualTo(numbered("err", 60));
    assertThat(stored).hasSize(120);
  }

  @Test
  protected void logs_ofASilentProgram_waitForItsEnd() throws InterruptedException {
    String name = newName();
    run(shellSpec(name, "sleep 1; exit 5"));
    assertThat(lines(engine(), name, null)).isEmpty();
    assertThat(awaitEnd(name).exitCode()).isEqualTo(5);
  }

  @Test
  protected void logs_ofASilentProgram_holdNoCarrier() throws InterruptedException {
    String name = startRunningJob();
    CountDownLatch isSilent = new CountDownLatch(1);
    Thread follower = Threads.virtual("follower", () -> follow(name, isSilent));
    follower.start();
    assertThat(isSilent.await(fixture().timeout().toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    assertThat(HeldCarriers.names()).isEmpty();
    engine().delete(name);
    follower.interrupt();
    follower.join();
  }

  private void follow(String name, CountDownLatch isSilent) {
    try {
      engine().logs(name, null, line -> isSilent.countDown());
    } catch (BatonException e) {
      // The engine job was deleted.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  protected void environment_oddValues_arriveAsTheyAre() throws InterruptedException {
    String name = newName();
    Map<String, String> odd = new LinkedHashMap<>(ODD);
    EngineSpecBuilder spec = spec(name).env(odd);
    String script = "";
    for (String variable : odd.keySet()) {
      script += "printf '" + variable + "[%s]\\n' \"$" + variable + "\"; ";
    }
    run(spec.command("sh", "-c", script));
    List<String> expected = new ArrayList<>();
    odd.forEach((variable, value) -> (variable + "[" + value + "]").lines().forEach(expected::add));
    assertThat(texts(name)).isEqualTo(expected);
  }

  @Test
  protected void arguments_oddValues_arriveAsTheyAre() throws InterruptedException {
    String name = newName();
    List<String> odd = ODD.values().stream().toList();
    run(
        spec(name)
            .command("sh", "-c", "for a in \"$@\"; do printf '[%s]\\n' \"$a\"; done", "sh")
            .args(odd));
    List<String> expected = new ArrayList<>();
    odd.forEach(value -> ("[" + value + "]").lines().forEach(expected::add));
    assertThat(texts(name)).isEqualTo(expected);
  }

  @Test
  protected void secret_value_reachesTheProgramAndNobodyElse() throws InterruptedException {
    String name = newName();
    String value = "s3cret-" + name;
    EngineSpecBuilder spec =
        shellSpec(name, "[ \"$PASSWORD\" = \"s3cret-$0\" ] && echo known; exit 1")
            .args(List.of(name))
            .secret("PASSWORD", new EngineSecret.Value(value));
    assertThat(spec.build().toString()).doesNotContain(value);
    run(spec);
    awaitEnd(name);
    EngineJob job = engine().find(name).orElseThrow();
    assertThat(texts(name)).containsExactly("known");
    assertThat(job.toString()).doesNotContain(value);
  }

  private static List<String> numbered(String word, int count) {
    return IntStream.range(0, count).mapToObj(i -> word + " " + i).toList();
  }

  private static List<EngineLine> starting(List<EngineLine> lines, String word) {
    return lines.stream().filter(line -> line.text().startsWith(word)).toList();
  }
}
