// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.client.ApiClient;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code baton flow graph}: draws the flow of an action or of a job. */
@Command(
    footer = {
      "  baton flow graph create_server -p image=debian -o flow.svg   the flow of an action",
      "  baton flow graph d3a69151 -o job.svg                         with the state of each atom",
      "  baton flow graph create_server --format mermaid              for a Markdown page",
      "  baton flow graph d3a69151 --format dot | dot -Tpng -o flow.png"
    })
final class FlowGraphCommand extends ClientCommand {

  private static final List<String> FORMATS = List.of("svg", "dot", "mermaid");
  private static final Map<String, String> ENDINGS =
      Map.of("svg", "svg", "dot", "dot", "gv", "dot", "mmd", "mermaid", "mermaid", "mermaid");

  /**
   * A job id, or its first part: at least eight hexadecimal digits. An argument that matches names
   * a job; every other argument names an action, because names of actions hardly ever look like
   * this.
   */
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}[0-9a-f-]*", Pattern.CASE_INSENSITIVE);

  @CommandLine.Mixin ParameterOptions given = new ParameterOptions();

  @Parameters(paramLabel = "ACTION|JOB", description = "Name of an action, or id of a job")
  String subject = "";

  @Option(
      names = "--format",
      paramLabel = "svg|dot|mermaid",
      description = "Format of the picture (default: that of the name of FILE, or svg)")
  @Nullable String format;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "File for the picture (default: standard output)")
  @Nullable Path file;

  FlowGraphCommand(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  void prepare() {
    if (!FORMATS.contains(chosen())) {
      throw new InvalidInputException(
          "format is '" + chosen() + "'; allowed: " + String.join(", ", FORMATS));
    }
  }

  private String chosen() {
    if (format != null) {
      return format;
    }
    String name = file == null ? "" : file.toString();
    return ENDINGS.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "svg");
  }

  @Override
  int run(ApiClient apiClient) throws Exception {
    Map<String, String> query = Map.of("format", chosen());
    String picture = isJob() ? ofJob(apiClient, query) : ofAction(apiClient, query);
    if (isJson()) {
      ObjectNode answer = ApiClient.JSON.createObjectNode().put("format", chosen());
      printJson(answer.put("graph", picture));
    } else if (file == null) {
      context.out().print(picture);
      context.out().flush();
    } else {
      write(file, picture);
    }
    return ExitCode.OK;
  }

  private boolean isJob() {
    return subject.startsWith("job/") || ID.matcher(subject).matches();
  }

  private String ofJob(ApiClient apiClient, Map<String, String> query) throws InterruptedException {
    if (given.isGiven()) {
      throw new InvalidInputException("a job has its own parameters; remove --param and --params");
    }
    return apiClient.text(new JobIdLookup(apiClient).resolve(subject) + "/graph", query);
  }

  private String ofAction(ApiClient apiClient, Map<String, String> query)
      throws InterruptedException {
    ActionSchema schema = ActionSchema.fetch(apiClient, subject);
    ObjectNode parameters = given.parameters(schema, context.in());
    return apiClient.postQueryForText(
        "action/" + ApiClient.encoded(schema.name()) + "/graph", query, parameters);
  }

  private static void write(Path file, String picture) {
    try {
      Files.writeString(file, picture);
    } catch (IOException e) {
      throw new InvalidInputException(
          "the picture cannot be written to '" + file + "': " + e.getMessage(), e);
    }
  }
}
