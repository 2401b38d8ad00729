// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.InvalidInputException;
import dev.baton.job.JobSpec;
import dev.baton.job.Priority;
import dev.baton.job.ResourceRef;
import dev.baton.plugin.BulkOutcome;
import dev.baton.plugin.BulkWork;
import dev.baton.plugin.Default;
import dev.baton.plugin.Doc;
import dev.baton.plugin.JobRun;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Posts one child job for each element. */
public final class PostBulkChildren
    implements BulkWork<PostBulkChildren.Options, PostBulkChildren.Element> {

  public record Options(
      @Doc("Action of the jobs to post") String action,
      @Doc("One element for each job to post") List<Element> elements,
      @Doc("Parameters of all jobs; those of an element take precedence")
          @Nullable JsonNode payload,
      @Doc("Priority of the jobs, 0 (most urgent) to 999") @Default("999") int priority,
      @Doc("Labels of the jobs") @Default("{}") Map<String, String> labels) {
    public Options {
      JobSpec.builder(action).labels(new TreeMap<>(labels)).build();
      checkObject("payload", payload);
      if (action.startsWith(JobSpec.BULK_PREFIX)) {
        throw InvalidInputException.ofAttribute(
            "action", "action is '" + action + "'; bulk jobs cannot be posted in bulk");
      }
    }

    Priority checkedPriority() {
      return new Priority(priority);
    }
  }

  record Element(
      @Doc("The job's parameters") @Nullable JsonNode payload,
      @Doc("The resource that the job is about, as 'type/uuid'") @Nullable String target) {
    Element {
      checkObject("payload", payload);
    }
  }

  @Override
  public List<Element> elements(JobRun run, Options options) {
    return options.elements();
  }

  @Override
  public @Nullable String resource(Element element) {
    return element.target();
  }

  @Override
  public BulkOutcome apply(JobRun run, Options options, Element element) {
    return BulkOutcome.post(
        JobSpec.builder(options.action())
            .payload(merged(options.payload(), element.payload()))
            .target(element.target() == null ? null : ResourceRef.of(element.target()))
            .priority(options.checkedPriority())
            .labels(new TreeMap<>(options.labels()))
            .build());
  }

  private static @Nullable String merged(@Nullable JsonNode common, @Nullable JsonNode own) {
    if (common instanceof ObjectNode base && own instanceof ObjectNode more) {
      ObjectNode both = base.deepCopy();
      both.setAll(more);
      return both.toString();
    }
    JsonNode one = own == null ? common : own;
    return one == null ? null : one.toString();
  }

  private static void checkObject(String name, @Nullable JsonNode node) {
    if (node != null && !node.isObject()) {
      throw InvalidInputException.ofAttribute(
          name, name + " is not an object; expected parameters by name");
    }
  }
}
