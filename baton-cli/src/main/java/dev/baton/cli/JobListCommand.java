// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.client.ApiClient;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.console.TerminalStyle;
import dev.baton.console.TextTable;
import dev.baton.console.TimeText;
import dev.baton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code baton job list}: lists jobs. */
@Command(
    footer = {
      "  baton job list                                            the newest 20",
      "  baton job list --state FAILED --newer-than 1h             what went wrong",
      "  baton job list --filter \"action^='run'\" --orderby priority,created:desc --last 50",
      "  baton job list --output json --select id,state --aggregation terms:state"
    })
final class JobListCommand extends ClientCommand {

  private static final int USUAL = 20;

  @CommandLine.Mixin JobFilterOptions chosen = new JobFilterOptions();

  @Option(
      names = "--orderby",
      paramLabel = "ATTR[:asc|:desc]",
      split = ",",
      description = "Attributes to sort by, ascending or with :desc (default: created:desc)")
  List<String> orderBy = new ArrayList<>();

  @Option(
      names = "--first",
      paramLabel = "N",
      description = "Number of the first job to show, 1 or more (default: 1)")
  int first = 1;

  @Option(
      names = "--last",
      paramLabel = "N",
      description =
          "Number of the last job to show, up to 10000 (default: shows 20 jobs; 0: only counts)")
  @Nullable Integer last;

  @Option(
      names = "--select",
      paramLabel = "ATTR",
      split = ",",
      description = "Attributes to show, besides the id")
  List<String> select = new ArrayList<>();

  @Option(
      names = "--aggregation",
      paramLabel = "ALGO:ATTR",
      split = ",",
      description = "Also aggregate over all matching jobs, such as terms:state")
  List<String> aggregation = new ArrayList<>();

  JobListCommand(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  void prepare() {
    if (first < 1) {
      throw new InvalidInputException("first is " + first + "; expected 1 or more");
    }
    if (last != null && last < 0) {
      throw new InvalidInputException("last is " + last + "; expected 0 or more");
    }
  }

  @Override
  int run(ApiClient apiClient) throws Exception {
    JsonNode page = apiClient.search("job", query());
    long count = page.path("count").asLong();
    if (first > 1 && first > count) {
      throw new InvalidInputException(
          "first is " + first + ", but " + count + " jobs match; expected 1 to " + count);
    }
    if (isJson()) {
      printJson(page);
      return ExitCode.OK;
    }
    TextTable textTable = select.isEmpty() ? usual(page) : selected(page);
    if (!textTable.isEmpty()) {
      print(textTable);
    }
    print(counted(page, textTable));
    if (count == 0) {
      ActionHints.of(apiClient, chosen.actions).forEach(context::note);
    }
    page.path("aggregations").properties().forEach(this::print);
    return ExitCode.OK;
  }

  private Map<String, String> query() {
    Map<String, String> query = new LinkedHashMap<>();
    String filter = chosen.text(context.clock().now());
    if (filter != null) {
      query.put("filter", filter);
    }
    query.put("orderby", orderBy.isEmpty() ? "created:desc" : String.join(",", orderBy));
    query.put("first", String.valueOf(first));
    query.put("last", String.valueOf(last == null ? first + USUAL - 1 : last));
    if (!select.isEmpty()) {
      query.put("select", String.join(",", select));
    }
    if (!aggregation.isEmpty()) {
      query.put("aggregation", String.join(",", aggregation));
    }
    return query;
  }

  private TextTable usual(JsonNode page) {
    TimeText timeText = times();
    TerminalStyle terminalStyle = style();
    TextTable textTable =
        new TextTable("ID", "ACTION", "STATE", "%", "TRY", "POSTED", "RAN", "EXECUTOR", "MESSAGE")
            .dropping("TRY", "EXECUTOR", "%", "RAN", "POSTED");
    ShortJobIds ids = shortIds(page.path("resources").findValuesAsText("id"));
    for (JsonNode job : page.path("resources")) {
      textTable.add(
          ids.text(job.path("id").asText()),
          job.path("action").asText(),
          terminalStyle.state(job.path("state").asText()),
          job.path("progress").asText(),
          job.path("attempt").asText(),
          timeText.age(job.path("created")),
          ran(job, timeText),
          job.path("owner").asText(),
          message(job, timeText));
    }
    return textTable;
  }

  /**
   * Returns the status message of the job. For a job with a delay, puts its due time in front, so
   * that the user sees why no executor starts it.
   */
  private static String message(JsonNode job, TimeText timeText) {
    String message = job.path("status-message").asText();
    String due = JobText.delay(job, timeText);
    return due.isEmpty() || message.isEmpty() ? due + message : due + ": " + message;
  }

  private static String ran(JsonNode job, TimeText timeText) {
    return job.path("state").asText().equals("RUNNING")
        ? timeText.since(job.path("started"))
        : JobText.duration(job);
  }

  private TextTable selected(JsonNode page) {
    List<String> attributes = new ArrayList<>(List.of("id"));
    select.stream().filter(attribute -> !attribute.equals("id")).forEach(attributes::add);
    TextTable textTable = new TextTable(attributes.toArray(String[]::new));
    ShortJobIds ids = shortIds(page.path("resources").findValuesAsText("id"));
    for (JsonNode job : page.path("resources")) {
      textTable.add(
          attributes.stream()
              .map(attribute -> at(job, attribute))
              .map(value -> value.isValueNode() ? value.asText() : value.toString())
              .map(text -> text.startsWith("job/") ? ids.text(text) : times().inZone(text))
              .toArray(String[]::new));
    }
    return textTable;
  }

  private static JsonNode at(JsonNode job, String attribute) {
    return job.path(attribute).isMissingNode()
        ? ApiClient.JSON.getNodeFactory().textNode("")
        : job.path(attribute);
  }

  private String counted(JsonNode page, TextTable textTable) {
    long count = page.path("count").asLong();
    if (count == 0) {
      return chosen.isGiven() ? "No job matches." : "No jobs. Post one: baton post ACTION";
    }
    int shown = page.path("resources").size();
    return textTable.isEmpty() || shown == count
        ? count + (count == 1 ? " job" : " jobs")
        : "Jobs " + first + " to " + (first + shown - 1) + " of " + count + " (--first, --last)";
  }

  private void print(Map.Entry<String, JsonNode> aggregation) {
    print(aggregation.getKey() + ": " + text(aggregation.getValue()));
  }

  private static String text(JsonNode value) {
    List<String> buckets =
        value
            .path("buckets")
            .valueStream()
            .map(each -> each.path("key").asText() + " " + each.path("doc_count"))
            .toList();
    return buckets.isEmpty()
        ? value.path("value").asText(value.toString())
        : String.join(", ", buckets);
  }
}
