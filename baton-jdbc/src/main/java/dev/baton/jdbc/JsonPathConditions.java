// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;

import dev.baton.error.InvalidInputException;
import dev.baton.filter.DocumentFilter;
import dev.baton.filter.Filter;
import dev.baton.job.JobJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * Compiles conditions on values inside attributes that are stored as JSON text. Not every database
 * can read JSON in conditions, and no database has the semantics of the filter language. Therefore
 * this class reads the candidates and tests them in Java. Candidates are the jobs that meet the
 * other conditions of the filter and whose JSON text contains the names of the path.
 */
final class JsonPathConditions {

  private static final int PAGE = 1000;
  private static final int MOST = 100_000;

  private final DSLContext sql;
  private final ReadJobRows jobs;
  private final DocumentFilter meaning;

  JsonPathConditions(DSLContext sql, ReadJobRows jobs, Instant now) {
    this.sql = sql;
    this.jobs = jobs;
    this.meaning = new DocumentFilter(now);
  }

  /**
   * Whether conditions on the path are tested in Java, because the path leads into an attribute
   * that is stored as JSON text, or is the path of such an attribute itself.
   */
  static boolean isDeep(Filter.Path path) {
    boolean known = Attribute.at(path).filter(a -> !(a instanceof Attribute.Whole)).isPresent();
    return !known && root(path.names().getFirst()).isPresent();
  }

  /**
   * Where an attribute is stored whose inner values are tested here.
   *
   * @param isPresent false for jobs that have no value at any path of the attribute
   * @param text the column with the JSON text; empty if the names of the paths cannot be searched
   *     in a text
   */
  private record Root(Condition isPresent, Optional<Field<String>> text) {}

  private static Optional<Root> root(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "result" -> new Root(RESULT.isNotNull(), Optional.of(RESULT));
          case "target-resource" -> new Root(TARGET_MORE.isNotNull(), Optional.of(TARGET_MORE));
          case "affected-resources" -> new Root(AFFECTED.isNotNull(), Optional.of(AFFECTED));
          case "location" -> new Root(LOCATION.isNotNull(), Optional.of(LOCATION));
          case "signals" -> new Root(SIGNALS.isNotNull(), Optional.of(SIGNALS));
          case "backoff" -> new Root(MAX_ATTEMPTS.ne(1).or(BACKOFF.isNotNull()), Optional.empty());
          default -> null;
        });
  }

  /**
   * Returns a condition for the jobs that meet a test.
   *
   * @param path a path for which {@link #isDeep} is true
   * @param test a test of the value at the path; it must be false for jobs that have no value at
   *     the path
   * @param within a condition that limits the search; jobs that do not meet it need not be found
   * @throws InvalidInputException if too many jobs meet the test
   */
  Condition matching(Filter.Path path, Filter test, Condition within) {
    Condition candidates = within.and(candidates(path));
    List<Long> found = new ArrayList<>();
    long after = 0;
    boolean more = true;
    while (more) {
      var rows =
          sql.select(COLUMNS)
              .from(JOBS)
              .where(SEQ.gt(after))
              .and(candidates)
              .orderBy(SEQ)
              .limit(PAGE)
              .fetch();
      var read = jobs.of(sql, rows);
      rows.stream()
          .filter(row ->
              read.apply(row).filter(job -> meaning.matches(test, JobJson.write(job))).isPresent())
          .forEach(row -> found.add(row.get(SEQ)));
      more = rows.size() == PAGE;
      after = more ? rows.getLast().get(SEQ) : after;
      checkBound(path, found.size());
    }
    // Inlined in the text of the statement, because databases limit the number of parameters.
    return found.isEmpty()
        ? DSL.falseCondition()
        : SEQ.in(found.stream().map(DSL::inline).toList());
  }

  private static void checkBound(Filter.Path path, int found) {
    if (found > MOST) {
      throw new InvalidInputException(
          "more than "
              + MOST
              + " jobs match the condition on '"
              + path
              + "'; add other conditions with 'and', such as conditions on state or created");
    }
  }

  private static Condition candidates(Filter.Path path) {
    List<String> names = path.names();
    Root root = root(names.getFirst()).orElseThrow();
    Condition condition = root.isPresent();
    for (String name : names.subList(1, names.size())) {
      // Names with other characters can be escaped in JSON in more than one way, so they are not
      // searched in the text.
      if (root.text().isPresent() && name.matches("[A-Za-z0-9-]+")) {
        condition = condition.and(root.text().get().like("%\"" + name + "\"%"));
      }
    }
    return condition;
  }
}
