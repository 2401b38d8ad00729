// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.client.JobWaiter;
import dev.baton.console.TerminalStyle;
import dev.baton.console.TimeText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Formats one snapshot of the running jobs as lines.
 *
 * @param width the maximum number of columns of a line
 * @param all whether every atom is shown
 * @param fullIds whether full ids are shown
 */
record ShowFrame(TerminalStyle style, TimeText times, int width, boolean all, boolean fullIds) {

  private static final List<String> STATES =
      List.of("RUNNING", "QUEUED", "FAILED", "CANCELED", "SUCCESS");
  private static final Set<String> QUIET = Set.of("PENDING", "SUCCESS", "REVERTED", "IGNORE");

  /**
   * In a row of more consecutive atoms that all are in the same state and do not run, only the
   * first and the last atom are shown.
   */
  private static final int LONG_ROW = 6;

  private static final String INDENT = "    ";
  private static final int MIN_WIDTH = 40;

  List<String> lines(JsonNode state, String problem) {
    List<String> lines = new ArrayList<>();
    if (!problem.isEmpty()) {
      lines.add(style.red(cut(problem, width)));
    }
    int shown = state.path("jobs").size();
    counts(state, lines);
    if (shown == 0) {
      lines.add("Nothing runs or waits.");
    }
    Map<String, List<JsonNode>> children = childrenIn(state);
    List<JsonNode> roots = new ArrayList<>();
    state.path("jobs").forEach(roots::add);
    children.values().forEach(roots::removeAll);
    ShortJobIds ids = ShortJobIds.of(ids(state), fullIds);
    roots.forEach(root -> lines.addAll(family(root, children, ids)));
    long count = state.path("count").asLong();
    if (count > shown) {
      lines.add(style.faint(cut((count - shown) + " more jobs (--last, --filter)", width)));
    }
    return lines;
  }

  /** Adds the number of jobs in each state, including the jobs that are not shown. */
  private void counts(JsonNode state, List<String> lines) {
    List<String> words = new ArrayList<>();
    for (String name : STATES) {
      long count = state.path("states").path(name).asLong();
      long delayed = name.equals("QUEUED") ? state.path("delayed").asLong() : 0;
      if (count > 0) {
        words.add(
            count + " " + style.state(name) + (delayed > 0 ? " (" + delayed + " delayed)" : ""));
      }
    }
    if (!words.isEmpty()) {
      lines.add(String.join(", ", words));
    }
  }

  private static List<String> ids(JsonNode state) {
    return state
        .path("jobs")
        .valueStream()
        .map(entry -> entry.path("job").path("id").asText())
        .toList();
  }

  /** The child jobs whose parents are also shown, by parent. */
  private static Map<String, List<JsonNode>> childrenIn(JsonNode state) {
    Set<String> ids = Set.copyOf(ids(state));
    Map<String, List<JsonNode>> children = new LinkedHashMap<>();
    for (JsonNode entry : state.path("jobs")) {
      String parent = entry.path("job").path("parent-job").asText();
      if (ids.contains(parent)) {
        children.computeIfAbsent(parent, id -> new ArrayList<>()).add(entry);
      }
    }
    return children;
  }

  /** Formats a job, its atoms, and below them its child jobs. */
  private List<String> family(
      JsonNode entry, Map<String, List<JsonNode>> children, ShortJobIds ids) {
    List<String> lines = new ArrayList<>();
    lines.add(job(entry, ids));
    if (entry.has("flow")) {
      lines.addAll(atoms(entry.path("flow")));
      lines.addAll(remarks(entry.path("job"), entry.path("flow")));
    }
    ShowFrame inner =
        new ShowFrame(style, times, Math.max(MIN_WIDTH, width - INDENT.length()), all, fullIds);
    for (JsonNode child : children.getOrDefault(entry.path("job").path("id").asText(), List.of())) {
      inner.family(child, children, ids).forEach(line -> lines.add(INDENT + line));
    }
    return lines;
  }

  private String job(JsonNode entry, ShortJobIds ids) {
    JsonNode job = entry.path("job");
    boolean isFlow = entry.has("flow");
    String state = job.path("state").asText();
    List<String> words = new ArrayList<>();
    int progress = job.path("progress").asInt();
    if (progress > 0 && progress < 100) {
      words.add(progress + " %");
    }
    if (job.has("owner") && state.equals("RUNNING")) {
      words.add("on " + job.path("owner").asText());
    }
    if (job.has("started")) {
      words.add(lasted(job, entry.path("run-started")));
    }
    if (job.path("attempt").asInt() > 1) {
      words.add("attempt " + job.path("attempt").asInt());
    }
    if (state.equals("QUEUED")) {
      words.add(waits(job));
    }
    words.add(JobText.labels(job.path("labels")));
    // While a flow is running, its atoms say more than the status message, so the message is left
    // out.
    if (!isFlow || JobWaiter.isFinal(job)) {
      words.add(job.path("status-message").asText("").lines().findFirst().orElse(""));
    }
    words.removeIf(String::isEmpty);
    String subject = ids.text(job.path("id").asText()) + "  " + job.path("action").asText();
    String head = cut(subject, width - state.length() - 2) + "  ";
    String rest = "  " + String.join("  ", words);
    int room = width - head.length() - state.length();
    return style.bold(head) + style.state(state) + cut(rest, Math.max(0, room));
  }

  /**
   * For an ended job, returns how long it ran. For a running job, returns when its present run
   * started and, if it was started more than once, when its first run started.
   */
  private String lasted(JsonNode job, JsonNode runStarted) {
    if (job.has("ended")) {
      return "ran " + JobText.duration(job);
    }
    return runStarted.isTextual()
        ? "this run started "
            + times.age(runStarted)
            + ", the first "
            + times.age(job.path("started"))
        : "started " + times.age(job.path("started"));
  }

  private String waits(JsonNode job) {
    Instant due = JobText.due(job);
    return due == null || !times.isFuture(due)
        ? "posted " + times.age(job.path("created"))
        : JobText.delay(job, times);
  }

  private List<String> atoms(JsonNode flow) {
    List<JsonNode> atoms =
        flow.path("atoms").valueStream().filter(atom -> all || !isRetry(atom)).toList();
    int names = atoms.stream().mapToInt(ShowFrame::nameWidth).max().orElse(0);
    List<String> lines = new ArrayList<>();
    List<String> path = List.of();
    for (int i = 0; i < atoms.size(); ) {
      path = flows(path, path(atoms.get(i)), lines);
      int row = all ? 1 : sameFrom(atoms, i);
      if (row > LONG_ROW) {
        lines.add(atom(atoms.get(i), names));
        lines.add(skipped(atoms.get(i), row - 2));
        lines.add(atom(atoms.get(i + row - 1), names));
      } else {
        atoms.subList(i, i + row).forEach(atom -> lines.add(atom(atom, names)));
      }
      i += row;
    }
    return lines;
  }

  /**
   * Returns facts that the list of atoms does not show: why no executor continues the flow, and
   * which atoms are unsettled.
   */
  private List<String> remarks(JsonNode job, JsonNode flow) {
    List<String> texts = new ArrayList<>();
    if (flow.has("unfit-since") && !JobWaiter.isFinal(job)) {
      texts.add(job.path("status-message").asText("").lines().findFirst().orElse(""));
    }
    List<String> unsettled = flow.path("unsettled").valueStream().map(JsonNode::asText).toList();
    if (!unsettled.isEmpty()) {
      texts.add("not reverted: " + String.join(", ", unsettled));
    }
    return texts.stream().map(text -> cut(indent(0) + text, width)).toList();
  }

  /**
   * Whether the atom is a retry controller or has the default name of a retry controller. Such an
   * atom is not shown, because it tells nothing that its tasks do not tell.
   */
  private static boolean isRetry(JsonNode atom) {
    return atom.path("kind").asText().equals("retry")
        || atom.path("name").asText().endsWith("_retry");
  }

  /**
   * Adds a line with the name of each flow that begins with this atom.
   *
   * @param before the flows around the previous atom
   * @param now the flows around this atom
   */
  private List<String> flows(List<String> before, List<String> now, List<String> lines) {
    if (!before.equals(now)) {
      int same = 0;
      while (same < Math.min(before.size(), now.size()) && before.get(same).equals(now.get(same))) {
        same++;
      }
      for (int depth = Math.max(1, same); depth < now.size(); depth++) {
        lines.add(style.faint(cut(indent(depth - 1) + now.get(depth) + ":", width)));
      }
    }
    return now;
  }

  private static int sameFrom(List<JsonNode> atoms, int start) {
    JsonNode first = atoms.get(start);
    String state = first.path("state").asText();
    int end = start + 1;
    while (QUIET.contains(state)
        && end < atoms.size()
        && atoms.get(end).path("state").asText().equals(state)
        && path(atoms.get(end)).equals(path(first))) {
      end++;
    }
    return end - start;
  }

  private String atom(JsonNode atom, int names) {
    String name = indent(depth(atom)) + atom.path("name").asText();
    String state = atom.path("state").asText();
    int room = Math.min(names, Math.max(12, width - 24));
    String cell = cut(name, room);
    String rest = AtomText.duration(atom);
    String note = AtomText.note(atom, times);
    String tail = rest.isEmpty() || note.isEmpty() ? rest + note : rest + "  " + note;
    String gap = " ".repeat(Math.max(0, room - cell.length()) + 2);
    String shown = cut(String.format(Locale.ROOT, "%-14s", state), width - room - 2);
    String painted =
        style.state(shown.strip()) + " ".repeat(shown.length() - shown.strip().length());
    return (cell + gap + painted + "  " + cut(tail, width - room - shown.length() - 4))
        .stripTrailing();
  }

  private String skipped(JsonNode atom, int number) {
    String text = indent(depth(atom)) + "… " + number + " more " + atom.path("state").asText();
    return style.faint(cut(text, width));
  }

  private static int nameWidth(JsonNode atom) {
    return indent(depth(atom)).length() + atom.path("name").asText().length();
  }

  private static int depth(JsonNode atom) {
    return Math.max(0, atom.path("path").size() - 1);
  }

  private static List<String> path(JsonNode atom) {
    return atom.path("path").valueStream().map(JsonNode::asText).toList();
  }

  private static String indent(int depth) {
    return "  ".repeat(depth + 1);
  }

  private static String cut(String text, int length) {
    String line = text.replaceAll("[\\p{Cntrl}]+", " ");
    if (line.length() <= length) {
      return line;
    }
    return length < 2 ? "" : line.substring(0, length - 1) + "…";
  }
}
