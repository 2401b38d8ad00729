// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the log lines of the shipped modules to one form: the event, then keys with values. */
final class LogFormatTest {

  private static final Set<String> NOT_SHIPPED =
      Set.of("baton-testkit", "baton-bench", "baton-campaign");

  /** Texts in another form, each with its reason. */
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "process stops after a signal; a second signal stops it without waiting for running jobs",
          "concerns the whole process",
          "streams are refused, because too many are open; their clients must try again later",
          "RateLimitedLog adds the keys",
          "{}: {} events={}",
          "RateLimitedLog receives the event and its keys",
          "cannot {}; Baton tries again: job={}",
          "names the call that failed",
          "cannot {}, as before; Baton tries again: job={}",
          "names the call that failed",
          "cannot {}; Baton tries again: ",
          "OutageLog adds the key of its owner",
          " reason={}",
          "the second part of the text before",
          "cannot {}: ",
          "OutageLog adds the key of its owner",
          "cannot {}, as before: ",
          "OutageLog adds the key of its owner",
          "servers answer again after an outage: ",
          "OutageLog adds the key of its owner");

  private static final String LITERAL = "\"(?:[^\"\\\\]|\\\\.)*+\"";

  /** The call of a logger with its first argument, which ends before a comma or parenthesis. */
  private static final Pattern CALL =
      Pattern.compile(
          "(?:\\b(?:LOG|log)\\s*\\.(?:trace|debug|info|warn|error)\\(|new FailureLog\\(\\s*LOG,)"
              + "((?:"
              + LITERAL
              + "|[^\",();])*+)");

  private static final Pattern TEXT = Pattern.compile(LITERAL);
  private static final Pattern CONCATENATION = Pattern.compile("\"\\s*\\+\\s*\"");
  private static final Pattern FORM =
      Pattern.compile("[^{}=]*[^{}=:.;, ]: [a-z][A-Za-z]*=\\{}(?: [a-z][A-Za-z]*=\\{})*");
  private static final Pattern KEY = Pattern.compile("([A-Za-z]+)=");

  /**
   * Keys that say neither which object nor which unit, that have another name everywhere else, or
   * that are fields of each line in JSON.
   */
  private static final Set<String> REFUSED_KEYS =
      Set.of(
          "after",
          "batcher",
          "code",
          "container",
          "count",
          "exception",
          "for",
          "from",
          "level",
          "logger",
          "message",
          "number",
          "role",
          "since",
          "status",
          "thread",
          "time");

  @Test
  void lines_beginWithTheEventAndEndWithKeys() throws IOException {
    Map<String, String> offending = new TreeMap<>();
    Set<String> unused = new TreeSet<>(EXCEPTIONS.keySet());
    int lines = 0;
    for (Path file : sources()) {
      for (String text : texts(Files.readString(file))) {
        lines++;
        if (!unused.remove(text) && !EXCEPTIONS.containsKey(text) && !hasForm(text)) {
          offending.put(text, file.getFileName().toString());
        }
      }
    }
    assertThat(offending).as("log lines that are not '<event>: key={} key={}'").isEmpty();
    assertThat(unused).as("exceptions without a log line").isEmpty();
    assertThat(lines).isGreaterThan(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LOG.warn(\"streams were refused\");",
        "LOG.warn(\"loop={} did not end\", role);",
        "LOG.info(\"window filled, posted={}\", posted);",
        "LOG.info(\"job is abandoned: job={}; nothing was lost\", id);",
        "LOG.debug(\"queue of {} was read: entries={}\", name, entries);",
        "LOG.debug(\"job is \" + \"abandoned: job {}\", id);",
        "LOG.info(led ? \"leads: job={}\" : \"does not lead\", id);",
        "LOG.debug(\"container cannot be stopped: container={}\", id);",
        "new FailureLog(LOG, \"cannot delete {}\");",
      })
  void lines_inAnotherForm_areFound(String code) {
    assertThat(texts(code)).anyMatch(text -> !hasForm(text));
  }

  private static boolean hasForm(String text) {
    return FORM.matcher(text).matches()
        && KEY.matcher(text).results().map(key -> key.group(1)).noneMatch(REFUSED_KEYS::contains);
  }

  private static List<String> texts(String code) {
    return CALL.matcher(code)
        .results()
        .map(call -> CONCATENATION.matcher(call.group(1)).replaceAll(""))
        .flatMap(argument -> TEXT.matcher(argument).results().map(MatchResult::group))
        .map(literal -> literal.substring(1, literal.length() - 1))
        .toList();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      return files
          .filter(file -> file.toString().contains("/src/main/java/"))
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.getName(1).toString().startsWith("baton-"))
          .filter(file -> !NOT_SHIPPED.contains(file.getName(1).toString()))
          .toList();
    }
  }
}
