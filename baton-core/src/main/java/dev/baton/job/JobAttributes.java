// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import static dev.baton.job.JobAttribute.Editor.*;
import static dev.baton.job.JobAttribute.Trait.*;
import static dev.baton.job.JobAttribute.Type.*;
import static dev.baton.job.SpecValues.*;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Acl;
import dev.baton.access.Right;
import dev.baton.filter.Filter;
import dev.baton.job.JobAttribute.Editor;
import dev.baton.job.JobAttribute.Trait;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The table of the attributes of a job's document: the right that shows each of them, who may edit
 * it, and the paths that a search may use (docs/spec/nuvla.md §7). The code of documents, edits,
 * searches, SQL stores and CIMI clients reads from the table how it treats an attribute. A search
 * treats an attribute that the caller may not see as absent.
 */
public final class JobAttributes {

  private static final String ACL = "acl";

  /** The attributes that clients set, in the order of documents. */
  private static final List<JobAttribute> SPEC =
      List.of(
          spec("action", ACTION, ADMINISTRATOR, CIMI),
          spec("name", line(JobSpec::name, JobSpecBuilder::name), EDIT_META, METADATA, CIMI),
          spec(
              "description",
              lines(JobSpec::description, JobSpecBuilder::description),
              EDIT_META,
              METADATA,
              CIMI),
          spec("tags", words(JobSpec::tags, JobSpecBuilder::tags), EDIT_META, METADATA, CIMI),
          spec(
              "labels",
              new SpecValue.Labels(JobSpec::labels, JobSpecBuilder::labels),
              EDIT_META,
              METADATA,
              OPEN),
          spec("target-resource", TARGET, ADMINISTRATOR, OPEN, CIMI),
          spec("affected-resources", AFFECTED, EDIT_DATA, OPEN, CIMI),
          spec("payload", PAYLOAD, OWNER, CIMI),
          spec("priority", PRIORITY, EDIT_DATA, CIMI),
          spec("execution-mode", MODE, EDIT_DATA, CIMI),
          spec("version", VERSION, EDIT_DATA, CIMI),
          spec("parent-job", PARENT, ADMINISTRATOR, CIMI),
          spec("requires", words(JobSpec::requires, JobSpecBuilder::requires), OWNER, CIMI),
          spec(
              "not-before", moment(JobSpec::notBefore, JobSpecBuilder::notBefore), EDIT_DATA, CIMI),
          spec("timeout", TIMEOUT, EDIT_DATA, CIMI),
          spec("max-attempts", RETRY, EDIT_DATA),
          spec("unique-key", line(JobSpec::uniqueKey, JobSpecBuilder::uniqueKey), ORIGIN_OWNER),
          spec("expiry", moment(JobSpec::expiry, JobSpecBuilder::expiry), EDIT_DATA, CIMI),
          spec(
              "traceparent",
              line(JobSpec::traceparent, JobSpecBuilder::traceparent),
              ADMINISTRATOR),
          spec("tracestate", line(JobSpec::tracestate, JobSpecBuilder::tracestate), ADMINISTRATOR));

  /**
   * All other attributes: those that are no component of {@link JobSpec}, and {@code backoff},
   * which belongs to the value of {@code max-attempts}.
   */
  private static final List<JobAttribute> FURTHER =
      List.of(
          row("id", TEXT, STORE, METADATA, CIMI),
          row("resource-type", TEXT, STORE, METADATA),
          row("created", MOMENT, STORE, METADATA, CIMI),
          row("updated", MOMENT, STORE, METADATA, CIMI),
          row("subtype", TEXT, STORE, METADATA, VIRTUAL),
          row("parent", TEXT, STORE, METADATA, VIRTUAL),
          row("resource-metadata", TEXT, STORE, METADATA),
          row("operations", OBJECT, STORE, METADATA, NOT_SEARCHED),
          // Full-text searches read id, name, description and tags under this name.
          row("fulltext", TEXT, STORE, METADATA, VIRTUAL),
          row(ACL, OBJECT, EDIT_ACL, CIMI),
          row("attempt", NUMBER, STORE, CIMI),
          row("backoff", OBJECT, EDIT_DATA),
          row("created-by", TEXT, STORE, CIMI),
          row("duration", NUMBER, STORE),
          row("ended", MOMENT, STORE, CIMI),
          row("error-pattern", TEXT, STORE),
          row("failures", NUMBER, STORE, CIMI),
          row("last-error", TEXT, EDIT_DATA, CIMI),
          row("location", OBJECT, RUN),
          row("nested-jobs", WORDS, EDIT_DATA, CIMI),
          row("origin", OBJECT, STORE),
          row("output", TEXT, EDIT_DATA, CIMI),
          row("owner", TEXT, STORE),
          row("parked", FLAG, STORE),
          row("progress", NUMBER, EDIT_DATA, CIMI),
          row("result", OBJECT, EDIT_DATA, OPEN, CIMI),
          row("return-code", NUMBER, EDIT_DATA, CIMI),
          row("revision", NUMBER, STORE, CIMI),
          row("signals", OBJECT, RUN, OPEN, CIMI),
          row("started", MOMENT, STORE, CIMI),
          row("state", TEXT, EDIT_DATA, CIMI),
          row("status-message", TEXT, EDIT_DATA, NOT_SEARCHED, CIMI),
          row("takeovers", NUMBER, STORE, CIMI),
          row("time-of-status-change", MOMENT, STORE, CIMI),
          row("token", NUMBER, STORE),
          // Servers derive both from the attribute traceparent.
          row("trace-id", TEXT, STORE, NOT_SEARCHED),
          row("trace-url", TEXT, STORE, NOT_SEARCHED),
          row("updated-by", TEXT, STORE, CIMI));

  private static final Map<String, JobAttribute> BY_NAME =
      Stream.concat(SPEC.stream(), FURTHER.stream())
          .collect(Collectors.toUnmodifiableMap(JobAttribute::name, Function.identity()));

  private static final Set<String> METADATA_NAMES = names(each -> each.is(METADATA));
  private static final Set<String> WITHOUT_ANY_RIGHT = Set.of("id", "resource-type", "operations");

  /**
   * The names of the members of each attribute that is an object, by the name of the attribute.
   * Attributes in which clients choose the names of the members are missing.
   */
  private static final Map<String, Set<String>> MEMBERS =
      Map.of(
          "backoff",
          Set.of("initial", "max", "factor", "jitter"),
          "origin",
          Set.of("owner", "distribution", "child-key", "awaited", "retry-of", "retried-by"),
          ACL,
          Stream.concat(Stream.of("owners"), Arrays.stream(Right.values()).map(Right::apiName))
              .collect(Collectors.toSet()));

  private JobAttributes() {}

  private static JobAttribute spec(String name, SpecValue value, Editor editor, Trait... traits) {
    JobAttribute.Type type =
        switch (value) {
          case SpecValue.Text text -> TEXT;
          case SpecValue.Number number -> NUMBER;
          case SpecValue.Moment moment -> MOMENT;
          case SpecValue.Words words -> WORDS;
          case SpecValue.Labels labels -> OBJECT;
          case SpecValue.Composed composed -> composed.type();
        };
    return new JobAttribute(name, type, editor, Set.of(traits), value);
  }

  private static JobAttribute row(
      String name, JobAttribute.Type type, Editor editor, Trait... traits) {
    return new JobAttribute(name, type, editor, Set.of(traits), null);
  }

  /** Returns the attributes that clients set, in the order of documents. */
  public static List<JobAttribute> ofSpec() {
    return SPEC;
  }

  /** Returns the attribute with a name that {@link #names} contains. */
  public static JobAttribute of(String name) {
    return Objects.requireNonNull(BY_NAME.get(name), name);
  }

  /** Returns the names of the attributes that documents may contain and that meet a condition. */
  public static SortedSet<String> names(Predicate<JobAttribute> condition) {
    return BY_NAME.values().stream()
        .filter(each -> condition.test(each))
        .map(JobAttribute::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the names of all attributes that a document may have, and {@code fulltext}. */
  public static SortedSet<String> names() {
    return names(each -> true);
  }

  /** Returns the right that shows an attribute. Unknown attributes need {@code view-data}. */
  public static Right seenWith(String attribute) {
    if (METADATA_NAMES.contains(attribute)) {
      return Right.VIEW_META;
    }
    return attribute.equals(ACL) ? Right.VIEW_ACL : Right.VIEW_DATA;
  }

  /**
   * Removes from a document the attributes that the principals may not see.
   *
   * @param principals the claims of the caller; null removes nothing
   * @return the same document
   */
  public static ObjectNode reduce(
      ObjectNode document, Acl acl, @Nullable Collection<String> principals) {
    if (principals == null || acl.gives(Right.VIEW_ACL, principals)) {
      return document;
    }
    if (acl.gives(Right.VIEW_DATA, principals)) {
      document.remove(ACL);
      return document;
    }
    return document.retain(
        acl.gives(Right.VIEW_META, principals) ? METADATA_NAMES : WITHOUT_ANY_RIGHT);
  }

  /** Whether the values at a path are integers. */
  public static boolean isNumber(Filter.Path path) {
    JobAttribute attribute = BY_NAME.get(path.toString());
    return attribute != null && attribute.type() == NUMBER;
  }

  /** Whether a path leads into an object in which clients choose the members and their types. */
  public static boolean isOpen(Filter.Path path) {
    String first = path.names().getFirst();
    JobAttribute attribute = BY_NAME.get(first);
    return attribute != null && (attribute.is(OPEN) || first.equals("backoff"));
  }

  /** Whether a search can find values at a path. */
  public static boolean isSearchable(Filter.Path path) {
    String first = path.names().getFirst();
    JobAttribute attribute = BY_NAME.get(first);
    if (attribute == null || attribute.is(NOT_SEARCHED)) {
      return false;
    }
    return switch (path.names().size()) {
      case 1 -> true;
      case 2 ->
          attribute.is(OPEN) || MEMBERS.getOrDefault(first, Set.of()).contains(path.names().get(1));
      default -> attribute.is(OPEN) && !(attribute.value() instanceof SpecValue.Labels);
    };
  }
}
