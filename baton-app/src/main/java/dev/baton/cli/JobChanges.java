// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.baton.error.BatonException;
import dev.baton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code baton job} changes. */
final class JobChanges {

  private JobChanges() {}

  /** A command that does the same to each of several jobs. */
  abstract static class OfMany extends ClientCommand {
    @Parameters(paramLabel = "JOB", arity = "1..*", description = "Ids of the jobs")
    List<String> jobs = new ArrayList<>();

    OfMany(Context context) {
      super(context);
    }

    @Override
    int run(Api api) throws Exception {
      ArrayNode answers = Api.JSON.createArrayNode();
      int code = ExitCode.OK;
      for (String job : jobs) {
        try {
          JsonNode answer = one(api, jobPath(job));
          answers.add(answer);
          if (!isJson()) {
            context.out().println(text(answer));
          }
        } catch (BatonException e) {
          if (jobs.size() == 1) {
            throw e;
          }
          // The others are done all the same; the code tells of the first that was not.
          context.err().println("baton: " + e.getMessage());
          code = code == ExitCode.OK ? ExitCode.of(e) : code;
        }
      }
      if (isJson()) {
        printJson(jobs.size() == 1 ? answers.path(0) : answers);
      }
      return code;
    }

    abstract JsonNode one(Api api, String path) throws InterruptedException;

    abstract String text(JsonNode answer);
  }

  /** {@code baton job cancel}. */
  @Command(
      name = "cancel",
      footerHeading =
          "%nA flow that has started undoes what it did, unless told otherwise.%n%nExamples:%n",
      footer = {
        "  baton job preview-cancel job/<uuid>     what would be undone",
        "  baton job cancel job/<uuid>             end it; a flow is reverted first",
        "  baton job cancel job/<uuid> --keep      end it at once, and leave what was done"
      })
  static final class Cancel extends OfMany {
    @Option(names = "--revert", description = "Undo what the flow did; refused for other jobs")
    boolean revert;

    @Option(names = "--keep", description = "Leave what was done as it is")
    boolean keep;

    Cancel(Context context) {
      super(context);
    }

    @Override
    void prepare() {
      if (revert && keep) {
        throw new InvalidInputException("--revert and --keep contradict each other; give one");
      }
    }

    @Override
    JsonNode one(Api api, String path) throws InterruptedException {
      JsonNode body = revert || keep ? Api.JSON.createObjectNode().put("revert", revert) : null;
      return api.post(path + "/cancel", body);
    }

    @Override
    String text(JsonNode answer) {
      String text = answer.path("id").asText() + " " + style().state(answer.path("state").asText());
      return JobWaiter.isFinal(answer) ? text : text + ", is being reverted";
    }
  }

  /** {@code baton job retry}. */
  @Command(name = "retry")
  static final class Retry extends OfMany {
    Retry(Context context) {
      super(context);
    }

    @Override
    JsonNode one(Api api, String path) throws InterruptedException {
      return api.post(path + "/retry", null);
    }

    /** The id of the new job alone, for scripts. */
    @Override
    String text(JsonNode answer) {
      return answer.path("resource-id").asText();
    }
  }

  /** {@code baton job delete}. */
  @Command(
      name = "delete",
      footerHeading = "%nExamples:%n",
      footer = {
        "  baton job delete job/<uuid>",
        "  baton job delete --filter \"state='SUCCESS' and created<'now-7d'\" --yes"
      })
  static final class Delete extends ClientCommand {
    @Parameters(paramLabel = "JOB", arity = "0..*", description = "Ids of the jobs")
    List<String> jobs = new ArrayList<>();

    @Option(names = "--filter", paramLabel = "FILTER", description = "Delete all that match")
    @Nullable String filter;

    @Option(
        names = {"-y", "--yes"},
        description = "With --filter: really delete, rather than count")
    boolean yes;

    Delete(Context context) {
      super(context);
    }

    @Override
    void prepare() {
      if (jobs.isEmpty() == (filter == null)) {
        throw new InvalidInputException("name jobs by their ids, or by --filter");
      }
    }

    @Override
    int run(Api api) throws Exception {
      if (filter != null) {
        return deleteAll(api, filter);
      }
      for (String job : jobs) {
        JsonNode answer = api.delete(jobPath(job));
        context.out().println(isJson() ? answer : answer.path("message").asText());
      }
      return ExitCode.OK;
    }

    private int deleteAll(Api api, String condition) throws InterruptedException {
      if (!yes) {
        Map<String, String> query = Map.of("filter", condition, "last", "0");
        long count = api.search("job", query).path("count").asLong();
        context.err().println("baton: would delete " + count + " jobs; add --yes to do it");
        return ExitCode.USAGE;
      }
      JsonNode answer = api.deleteAll("job", condition);
      context
          .out()
          .println(isJson() ? answer : "Deleted " + answer.path("deleted").asLong() + " jobs");
      return ExitCode.OK;
    }
  }
}
