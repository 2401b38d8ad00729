// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.CREATED;
import static dev.baton.jdbc.JobTable.JOB;
import static dev.baton.jdbc.JobTable.SEQ;
import static dev.baton.jdbc.StatusTable.JOB_CREATED;
import static dev.baton.jdbc.StatusTable.JOB_SEQ;
import static dev.baton.jdbc.Tables.ATTRIBUTE;
import static dev.baton.jdbc.Tables.JOB_VALUE;
import static dev.baton.jdbc.Tables.WORD;

import dev.baton.job.ErrorPattern;
import dev.baton.job.Job;
import dev.baton.job.JobAttribute;
import dev.baton.job.JobAttributes;
import dev.baton.job.ResourceRef;
import dev.baton.job.SpecValue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Stores the elements of list attributes, one row for each element, so that searches can use an
 * index. The patterns of errors are stored here too: only failed jobs have one.
 */
final class ListValues {

  static final String TAGS = "tags";
  static final String AFFECTED = "affected-resources";
  static final String NESTED = "nested-jobs";
  static final String ERROR_PATTERN = "error-pattern";

  private static final List<JobAttribute> LISTED =
      JobAttributes.ofSpec().stream()
          .filter(attribute ->
              attribute.specValue() instanceof SpecValue.Words
                  || attribute.specValue() instanceof SpecValue.Labels)
          .toList();

  private record Key(long jobSeq, String attribute) {}

  // If an attribute of a job gets several lists, the last list is stored.
  private final Map<Key, List<String>> values = new LinkedHashMap<>();

  /**
   * Returns the text with which the words of a label begin. It ends with an equals sign, which no
   * key contains, so it does not match longer keys.
   */
  static String labelPrefix(String key) {
    return key + "=";
  }

  static boolean hasAny(Job job) {
    return lists(job).values().stream().anyMatch(list -> !list.isEmpty());
  }

  private static Map<String, Collection<?>> lists(Job job) {
    Map<String, Collection<?>> lists = new LinkedHashMap<>();
    for (JobAttribute attribute : LISTED) {
      switch (attribute.specValue()) {
        case SpecValue.Words words ->
            putUnlessEmpty(lists, attribute.name(), words.get().apply(job.spec()));
        case SpecValue.Labels labels ->
            putUnlessEmpty(lists, attribute.name(), words(labels.get().apply(job.spec())));
        default -> {}
      }
    }
    putUnlessEmpty(lists, AFFECTED, hrefs(job.spec().affected()));
    putUnlessEmpty(lists, NESTED, job.status().nestedJobs());
    String errorPattern = job.status().errorPattern();
    putUnlessEmpty(lists, ERROR_PATTERN, errorPattern == null ? List.of() : List.of(errorPattern));
    return lists;
  }

  private static List<String> words(Map<String, String> labels) {
    return labels.isEmpty()
        ? List.of()
        : labels.entrySet().stream()
            .map(label -> labelPrefix(label.getKey()) + label.getValue())
            .toList();
  }

  private static void putUnlessEmpty(
      Map<String, Collection<?>> lists, String attribute, Collection<?> list) {
    if (!list.isEmpty()) {
      lists.put(attribute, list);
    }
  }

  void addAll(long jobSeq, Job job) {
    lists(job).forEach((attribute, list) -> add(jobSeq, attribute, list));
  }

  void addRefs(long jobSeq, List<ResourceRef> refs) {
    add(jobSeq, AFFECTED, hrefs(refs));
  }

  /** Adds the pattern of the error of a job that failed. */
  void addError(long jobSeq, @Nullable String error) {
    ErrorPattern pattern = ErrorPattern.of(error);
    add(
        jobSeq,
        ERROR_PATTERN,
        pattern.equals(ErrorPattern.NONE) ? List.of() : List.of(pattern.pattern()));
  }

  private static List<String> hrefs(List<ResourceRef> refs) {
    return refs.isEmpty() ? List.of() : refs.stream().map(ResourceRef::href).toList();
  }

  void add(long jobSeq, String attribute, Collection<?> words) {
    if (words.isEmpty()) {
      values.remove(new Key(jobSeq, attribute));
      return;
    }
    values.put(
        new Key(jobSeq, attribute),
        words.stream()
            .map(word -> String.valueOf(JsonText.clean(word.toString())))
            .distinct()
            .toList());
  }

  void insert(DSLContext sql) {
    if (values.values().stream().allMatch(List::isEmpty)) {
      return;
    }
    var batch =
        sql.batch(
            sql.insertInto(JOB_VALUE, JOB_SEQ, ATTRIBUTE, WORD, JOB_CREATED)
                .values(null, null, null, created()));
    for (Map.Entry<Key, List<String>> entry : values.entrySet()) {
      for (String word : entry.getValue()) {
        long seq = entry.getKey().jobSeq();
        batch = batch.bind(seq, entry.getKey().attribute(), word, seq);
      }
    }
    batch.execute();
  }

  /** The time when the job was created, whose row number is the last parameter. */
  private static Field<Long> created() {
    return DSL.field(DSL.select(CREATED).from(JOB).where(SEQ.eq((Long) null)));
  }

  static void delete(DSLContext sql, Collection<Long> jobSeqs) {
    sql.deleteFrom(JOB_VALUE).where(JOB_SEQ.in(jobSeqs)).execute();
  }

  static void delete(DSLContext sql, Collection<Long> jobSeqs, String attribute) {
    if (!jobSeqs.isEmpty()) {
      sql.deleteFrom(JOB_VALUE).where(JOB_SEQ.in(jobSeqs)).and(ATTRIBUTE.eq(attribute)).execute();
    }
  }
}
