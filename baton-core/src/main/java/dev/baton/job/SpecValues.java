// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The {@link SpecValue}s of the attributes in {@link JobAttributes}. */
final class SpecValues {

  static final SpecValue ACTION =
      line(JobSpec::action, (to, action) -> to.action(Objects.requireNonNull(action)));

  static final SpecValue PAYLOAD =
      new SpecValue.Text(SpecValue.TextForm.JSON, JobSpec::payload, JobSpecBuilder::payload);

  /** As in Nuvla, documents do not contain the default priority. */
  static final SpecValue PRIORITY =
      new SpecValue.Number(
          spec -> spec.priority().value(),
          (to, value) -> to.priority(new Priority(Objects.requireNonNull(value))),
          Priority.DEFAULT.value());

  static final SpecValue VERSION =
      new SpecValue.Number(
          JobSpec::version, (to, value) -> to.version(Objects.requireNonNull(value)), null);

  static final SpecValue MODE =
      line(
          spec -> spec.mode().apiName(),
          (to, mode) -> to.mode(ExecutionMode.parse(Objects.requireNonNull(mode))));

  static final SpecValue TIMEOUT =
      line(
          spec -> spec.timeout() == null ? null : spec.timeout().toString(),
          (to, text) ->
              to.timeout(text == null ? null : JobDocumentReader.duration("timeout", text)));

  static final SpecValue TARGET =
      new SpecValue.Composed(
          JobAttribute.Type.OBJECT,
          (from, to) -> to.target(from.target()),
          SpecValues::writeTarget,
          (doc, to) -> to.target(doc.refOrNull("target-resource")));

  static final SpecValue AFFECTED =
      new SpecValue.Composed(
          JobAttribute.Type.OBJECT,
          (from, to) -> to.affected(from.affected()),
          SpecValues::writeAffected,
          (doc, to) -> to.affected(doc.refs("affected-resources")));

  static final SpecValue PARENT =
      new SpecValue.Composed(
          JobAttribute.Type.TEXT,
          (from, to) -> to.parent(from.parent()),
          (spec, doc) -> JobJson.put(doc, "parent-job", spec.parent()),
          (doc, to) -> to.parent(doc.jobOrNull("parent-job")));

  /** The retry policy. It is stored in two attributes, {@code max-attempts} and {@code backoff}. */
  static final SpecValue RETRY =
      new SpecValue.Composed(
          JobAttribute.Type.NUMBER,
          (from, to) -> to.retry(from.retry()),
          SpecValues::writeRetry,
          (doc, to) -> to.retry(doc.retry()));

  private SpecValues() {}

  static SpecValue line(
      Function<JobSpec, @Nullable String> get, BiConsumer<JobSpecBuilder, @Nullable String> set) {
    return new SpecValue.Text(SpecValue.TextForm.LINE, get, set);
  }

  static SpecValue lines(
      Function<JobSpec, @Nullable String> get, BiConsumer<JobSpecBuilder, @Nullable String> set) {
    return new SpecValue.Text(SpecValue.TextForm.LINES, get, set);
  }

  static SpecValue moment(
      Function<JobSpec, @Nullable Instant> get, BiConsumer<JobSpecBuilder, @Nullable Instant> set) {
    return new SpecValue.Moment(get, set);
  }

  static SpecValue words(
      Function<JobSpec, List<String>> get, BiConsumer<JobSpecBuilder, List<String>> set) {
    return new SpecValue.Words(get, set);
  }

  private static void writeTarget(JobSpec spec, ObjectNode doc) {
    if (spec.target() != null) {
      doc.set("target-resource", ref(spec.target()));
    }
  }

  private static void writeAffected(JobSpec spec, ObjectNode doc) {
    if (!spec.affected().isEmpty()) {
      ArrayNode affected = doc.putArray("affected-resources");
      spec.affected().forEach(resource -> affected.add(ref(resource)));
    }
  }

  private static ObjectNode ref(ResourceRef resource) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("href", resource.href());
    node.setAll(resource.more());
    return node;
  }

  private static void writeRetry(JobSpec spec, ObjectNode doc) {
    RetryPolicy retry = spec.retry();
    if (!retry.equals(RetryPolicy.NONE)) {
      doc.put("max-attempts", retry.maxAttempts());
      ObjectNode backoff = doc.putObject("backoff");
      backoff.put("initial", retry.backoff().initial().toString());
      backoff.put("max", retry.backoff().max().toString());
      backoff.put("factor", retry.backoff().factor());
      backoff.put("jitter", retry.backoff().jitter());
    }
  }
}
