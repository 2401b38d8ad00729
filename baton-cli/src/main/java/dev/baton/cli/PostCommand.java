// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.client.ApiClient;
import dev.baton.client.JobWaiter;
import dev.baton.client.LogFollower;
import dev.baton.config.ServerConnection;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.error.BatonException;
import dev.baton.error.InvalidInputException;
import dev.baton.service.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The command {@code baton post}: posts jobs. The command line is parsed twice: the first time,
 * unknown flags are allowed, and the name of the action is found; the second time, the flags for
 * the action's parameters are added and unknown flags are errors.
 */
@Command(
    mixinStandardHelpOptions = false,
    footer = {
      "  baton post run_command --wait -- ls -l        a command as a job, waiting for its end",
      "  baton post run_command --follow -- make       the same, showing what it prints",
      "  baton post dummy_test_action --count 100      a hundred jobs in one request",
      "  baton post ACTION --param size=3 --not-before 10m --max-attempts 3",
      "  baton post ACTION --params @parameters.json   parameters from a file, or - for stdin",
      "  baton post ACTION --hierarchy                 the tree of its flow; posts nothing",
      "  baton post ACTION --dry-run                   what would be posted; posts nothing",
      "  baton post ACTION --help                      also the flags of the action",
      "  baton post ACTION --unknown-action allow      although no process has provided it yet"
    })
final class PostCommand extends ClientCommand {

  /** The largest number of jobs that {@code --count} posts with one request. */
  private static final int BATCH = 1000;

  private static final String WAIT_AT_MOST = "--wait-at-most";

  @CommandLine.Mixin ParameterOptions given = new ParameterOptions();
  @CommandLine.Mixin PostOptions options = new PostOptions();

  @Parameters(index = "0", arity = "0..1", paramLabel = "ACTION", description = "Action to run")
  @Nullable String action;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "-- WORD",
      description = "Words for the list parameter of the action, such as run_command's command")
  List<String> words = new ArrayList<>();

  @Option(
      names = {"-w", "--wait"},
      description = "Wait until the jobs are final; the exit code shows the final state")
  boolean wait;

  @Option(
      names = {"-f", "--follow"},
      description = "Show the job's log while it runs, then its final state")
  boolean follow;

  @Option(
      names = WAIT_AT_MOST,
      paramLabel = "DURATION",
      description = "With --wait or --follow: exit with 8 if the jobs are not final by then")
  @Nullable String waitAtMost;

  @Option(names = "--raw-output", description = "With --follow: print control characters unchanged")
  boolean raw;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many identical jobs to post, 1 or more (default: 1)")
  int count = 1;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing; only set the exit code")
  boolean quiet;

  @Option(
      names = "--dry-run",
      description = "Check everything, show what would be posted, and post nothing")
  boolean dryRun;

  @Option(
      names = "--hierarchy",
      description = "Show the flows and atoms that the job would run, as a tree, and post nothing")
  boolean hierarchy;

  // Null during the first parsing, set before the second parsing.
  private @Nullable ActionFlags flags;

  PostCommand(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  void customise(CommandSpec spec) {
    spec.parser().unmatchedArgumentsAllowed(true).unmatchedOptionsArePositionalParams(false);
    // The command prints its own help after it knows the flags of the action.
    CommandLine.Model.OptionSpec help = spec.findOption("--help");
    if (help != null) {
      spec.remove(help);
      spec.addOption(
          CommandLine.Model.OptionSpec.builder("-h", "--help")
              .type(boolean.class)
              .arity("0")
              .description("Show this help, with the flags of ACTION if one is named, and exit")
              .build());
    }
  }

  @Override
  boolean changes() {
    return flags != null && !quiet && !dryRun && !hierarchy;
  }

  @Override
  void beforeChange(ServerConnection serverConnection) {
    if (!quiet) {
      super.beforeChange(serverConnection);
    }
  }

  @Override
  boolean isRaw() {
    return raw;
  }

  @Override
  int run() throws Exception {
    if (action != null) {
      return super.run();
    }
    if (isHelp()) {
      return help();
    }
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Missing ACTION; 'baton action list' shows what there is");
  }

  private boolean isHelp() {
    return SharedOptions.isSet(spec, "--help");
  }

  @Override
  int run(ApiClient apiClient) throws Exception {
    String name = Objects.requireNonNull(action, "action");
    ActionSchema schema =
        ActionSchema.fetchOrUnknown(apiClient, name, options.allowsUnknownAction());
    return flags == null ? readAgain(schema) : post(apiClient, schema);
  }

  /** Prints the flags that are the same for all actions, and the list of the actions. */
  private int help() throws InterruptedException {
    spec.commandLine().usage(context.out());
    ActionListing listing;
    try (ApiClient apiClient = open(connection())) {
      listing = ActionListing.of(apiClient);
    } catch (BatonException e) {
      listing = ActionListing.withoutServer(context, String.valueOf(e.getMessage()));
    }
    listing.print(context);
    return ExitCode.OK;
  }

  /** Parses the arguments a second time, with the action's flags and without unknown flags. */
  private int readAgain(ActionSchema schema) {
    PostCommand second = new PostCommand(context);
    CommandSpec strict = BuildCommandLine.spec(second);
    second.customise(strict);
    second.flags = ActionFlags.addTo(strict, schema);
    strict.parser().unmatchedArgumentsAllowed(false);
    strict.parent(spec.parent());
    strict.name(spec.name());
    CommandLine line = RunCommandLine.configure(new CommandLine(strict), context);
    if (isHelp()) {
      strict.usageMessage().description(spec.usageMessage().description());
      strict.usageMessage().abbreviateSynopsis(true);
      line.usage(context.out());
      return ExitCode.OK;
    }
    List<String> arguments = spec.commandLine().getParseResult().originalArgs();
    int first = arguments.indexOf(spec.name()) + 1;
    return line.execute(arguments.stream().skip(first).toArray(String[]::new));
  }

  private int post(ApiClient apiClient, ActionSchema schema) throws Exception {
    check();
    ObjectNode document = options.document(context);
    document.put("action", action);
    ObjectNode parameters = parameters(schema);
    if (!parameters.isEmpty()) {
      document.put("payload", parameters.toString());
    }
    if (hierarchy || dryRun) {
      PostDryRun trial = new PostDryRun(apiClient, this);
      return hierarchy
          ? trial.hierarchy(schema.name(), parameters)
          : trial.show(schema.name(), document, options.query());
    }
    JsonNode answer =
        count == 1
            ? apiClient.post("job", options.query(), document)
            : postMany(apiClient, document);
    List<String> ids = ids(answer);
    if (!quiet && !(isJson() && (wait || follow))) {
      report(answer, ids);
    }
    return wait || follow ? await(apiClient, ids) : ExitCode.OK;
  }

  private ObjectNode parameters(ActionSchema schema) {
    ObjectNode parameters = given.parameters(schema, context.in());
    if (flags != null) {
      flags.putInto(parameters);
    }
    if (!words.isEmpty()) {
      parameters.set(schema.listParameter().name(), ApiClient.JSON.valueToTree(words));
    }
    return parameters;
  }

  private void check() {
    if (count < 1) {
      throw new InvalidInputException("count is " + count + "; expected 1 or more");
    }
    if (follow && count > 1) {
      throw new InvalidInputException("--follow shows one job; without it, --wait waits for many");
    }
    if (waitAtMost != null && !wait && !follow) {
      throw new InvalidInputException("--wait-at-most is for --wait or --follow; add one of them");
    }
    if (waitAtMost != null) {
      Durations.parse(WAIT_AT_MOST, waitAtMost);
    }
  }

  private JsonNode postMany(ApiClient apiClient, ObjectNode document) throws InterruptedException {
    ArrayNode resources = ApiClient.JSON.createArrayNode();
    for (int posted = 0; posted < count; posted += BATCH) {
      ArrayNode batch = ApiClient.JSON.createArrayNode();
      for (int i = posted; i < Math.min(count, posted + BATCH); i++) {
        batch.add(document);
      }
      apiClient.post("job", options.query(), batch).path("resources").forEach(resources::add);
    }
    return ApiClient.JSON.createObjectNode().put("status", 201).set("resources", resources);
  }

  private void report(JsonNode answer, List<String> ids) {
    if (isJson()) {
      printJson(answer);
      return;
    }
    ids.forEach(this::print);
    if (options.uniqueKey != null && answer.path("status").asInt() == 200) {
      context.note(
          "a job with the unique key '"
              + options.uniqueKey
              + "' exists and is not final; nothing new was posted");
    }
  }

  private int await(ApiClient apiClient, List<String> ids) throws Exception {
    if (follow) {
      new LogFollower(apiClient, context, this::print).follow(ids.getFirst(), 0);
    }
    JobWaiter waiter = new JobWaiter(apiClient, context, quiet);
    List<JsonNode> jobs =
        waiter.await(ids, waitAtMost == null ? null : Durations.parse(WAIT_AT_MOST, waitAtMost));
    if (!quiet) {
      printEnds(jobs);
    }
    return JobWaiter.exitCode(jobs);
  }

  private void print(JsonNode line) {
    if (!quiet && !isJson()) {
      print(line.path("text").asText());
    }
  }

  private void printEnds(List<JsonNode> jobs) {
    if (isJson()) {
      printJson(jobs.size() == 1 ? jobs.getFirst() : ApiClient.JSON.valueToTree(jobs));
    } else if (jobs.size() == 1) {
      print(JobText.end(jobs.getFirst(), style()));
    } else {
      print(JobText.summary(jobs, style()));
    }
  }

  private static List<String> ids(JsonNode answer) {
    if (answer.has("resources")) {
      return answer
          .get("resources")
          .valueStream()
          .map(each -> each.path("resource-id").asText())
          .toList();
    }
    return List.of(answer.path("resource-id").asText());
  }
}
