// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.client.ApiClient;
import dev.baton.client.JobWaiter;
import dev.baton.console.CommandContext;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Priority;
import dev.baton.jobservice.BulkOperation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The subcommands of {@code baton job} that change jobs. */
final class JobChangeCommands {

  private JobChangeCommands() {}

  /** The command {@code baton job cancel}: cancels jobs. */
  @Command(
      footerHeading =
          "%nA flow that has started is reverted first, unless --keep is given.%n%nExamples:%n",
      footer = {
        "  baton job preview-cancel d3a69151         what would be undone",
        "  baton job cancel d3a69151                 end it; a flow is reverted first",
        "  baton job cancel d3a69151 --keep          end it at once, and leave what was done",
        "  baton job cancel --action resize --dry-run    how many would be cancelled",
        "  baton job cancel --state QUEUED --action resize --yes"
      })
  static final class Cancel extends BulkCommand {
    @Option(names = "--revert", description = "Undo the flow; refused for jobs without a flow")
    boolean revert;

    @Option(names = "--keep", description = "End the job at once, and undo nothing")
    boolean keep;

    Cancel(CommandContext commandContext) {
      super(commandContext, BulkOperation.CANCEL);
    }

    @Override
    void prepare() {
      super.prepare();
      if (revert && keep) {
        throw new InvalidInputException("--revert and --keep contradict each other; give one");
      }
    }

    @Override
    void addTo(ObjectNode body) {
      if (revert || keep) {
        body.put("revert", revert);
      }
    }

    @Override
    JsonNode one(ApiClient apiClient, String path) throws InterruptedException {
      JsonNode body =
          revert || keep ? ApiClient.JSON.createObjectNode().put("revert", revert) : null;
      return apiClient.post(path + "/cancel", body);
    }

    @Override
    String text(JsonNode answer) {
      String text = answer.path("id").asText() + " " + style().state(answer.path("state").asText());
      return JobWaiter.isFinal(answer) ? text : text + ", is being reverted";
    }
  }

  /** The command {@code baton job retry}: posts copies of final jobs as new jobs. */
  @Command(
      footerHeading =
          "%nA waiting job becomes due now. A final job is posted again as a new job, whose id is"
              + " printed.%n%nExamples:%n",
      footer = {
        "  baton job retry d3a69151",
        "  baton job retry --newer-than 1h --dry-run     count FAILED and CANCELED jobs",
        "  baton job retry --state FAILED --action resize --newer-than 1h --yes"
      })
  static final class Retry extends BulkCommand {
    Retry(CommandContext commandContext) {
      super(commandContext, BulkOperation.RETRY);
    }

    @Override
    JsonNode one(ApiClient apiClient, String path) throws InterruptedException {
      return apiClient.post(path + "/retry", null);
    }

    /** Returns only the id of the new job, so that scripts can use the output. */
    @Override
    String text(JsonNode answer) {
      return answer.path("resource-id").asText();
    }
  }

  /** The command {@code baton job delete}: deletes jobs. */
  @Command(
      footerHeading =
          "%nFlags choose final jobs, unless --state names other states.%n%nExamples:%n",
      footer = {
        "  baton job delete d3a69151",
        "  baton job delete --state SUCCESS --older-than 7d --dry-run",
        "  baton job delete --filter \"name^='test'\" --yes"
      })
  static final class Delete extends BulkCommand {
    Delete(CommandContext commandContext) {
      super(commandContext, BulkOperation.DELETE);
    }

    @Override
    JsonNode one(ApiClient apiClient, String path) throws InterruptedException {
      return apiClient.delete(path);
    }

    @Override
    String text(JsonNode answer) {
      return answer.path("message").asText();
    }
  }

  /** The command {@code baton job priority}: changes the priority of jobs. */
  @Command(
      footerHeading = "%nFlags choose waiting jobs, unless --state says RUNNING.%n%nExamples:%n",
      footer = {
        "  baton job priority --to 10 d3a69151         before all with a greater number",
        "  baton job priority --to 900 --action resize --yes    these after the others"
      })
  static final class SetPriority extends BulkCommand {
    @Option(
        names = "--to",
        paramLabel = "N",
        required = true,
        description = "0 (first) to 999 (last)")
    int priority;

    SetPriority(CommandContext commandContext) {
      super(commandContext, BulkOperation.PRIORITY);
    }

    @Override
    void prepare() {
      super.prepare();
      new Priority(priority);
    }

    @Override
    void addTo(ObjectNode body) {
      body.put("priority", priority);
    }

    @Override
    JsonNode one(ApiClient apiClient, String path) throws InterruptedException {
      return apiClient.put(path, ApiClient.JSON.createObjectNode().put("priority", priority));
    }

    @Override
    String text(JsonNode answer) {
      return answer.path("id").asText() + " has priority " + priority;
    }
  }
}
