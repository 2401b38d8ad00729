// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;
import static dev.baton.jdbc.Tables.ACL_RIGHT;
import static dev.baton.jdbc.Tables.GRANTED;
import static dev.baton.jdbc.Tables.JOB_VALUE;
import static dev.baton.jdbc.Tables.PRINCIPAL;

import dev.baton.access.Right;
import dev.baton.filter.Filter;
import dev.baton.filter.Filter.Path;
import dev.baton.filter.Filter.Value;
import dev.baton.job.JobQuery;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the index with which a search in the order of creation begins.
 *
 * <p>Databases assume that conditions are independent and that the matching jobs are spread evenly.
 * For jobs that failed long ago, they would walk all newer jobs. Therefore the entries of each
 * index are counted, up to a limit, and the search begins with the fewest.
 */
final class SelectSearchSource {

  /** The limit of the counts; the database counts so many entries in some milliseconds. */
  private static final int COUNTED = 100_000;

  /** Above this number, the access control lists that a caller may see are not listed. */
  private static final int MAX_LISTS = 1000;

  private static final Path CREATED_PATH = Path.of("created");
  private static final Path STATE_PATH = Path.of("state");
  private static final Path ACTION_PATH = Path.of("action");

  private final DSLContext sql;
  private final JobQuery query;
  private final Function<Filter, Condition> compiler;
  private final AttributeVisibility attributeVisibility;

  /**
   * @param compiler compiles a filter, also a part of the filter of the query
   */
  SelectSearchSource(DSLContext sql, JobQuery query, Function<Filter, Condition> compiler) {
    this.sql = sql;
    this.query = query;
    this.compiler = compiler;
    this.attributeVisibility = new AttributeVisibility(query.visibleTo());
  }

  /**
   * An index that the search could begin with.
   *
   * @param parts the parts of the filter that the condition replaces
   * @param coversAccess whether the condition matches only jobs that the caller may see
   */
  private record Candidate(IndexCondition indexed, List<Filter> parts, boolean coversAccess) {}

  /** Returns the index to begin with; empty if the database shall choose the index. */
  Optional<SearchSource> choose() {
    Set<String> states = onlyStates();
    if (hasChoice() && !states.isEmpty() && states.stream().noneMatch(FINAL_STATES::contains)) {
      return Optional.of(startOf(states));
    }
    List<Filter> parts = parts(query.filter()).toList();
    Candidate chosen = hasChoice() ? fewest(candidates(parts)) : null;
    if (chosen == null) {
      return Optional.empty();
    }
    List<Filter> others = parts.stream().filter(part -> !chosen.parts().contains(part)).toList();
    Condition rest = compiler.apply(new Filter.All(others));
    Condition access = Acls.gives(Right.VIEW_META, query.visibleTo());
    return Optional.of(chosen.indexed().source(chosen.coversAccess() ? rest : rest.and(access)));
  }

  /**
   * The states of the jobs that the search finds, if it has no other condition and no access
   * control list limits it; empty otherwise.
   */
  Set<String> onlyStates() {
    boolean isFree = query.visibleTo() == null && query.newest() == 0;
    List<Value> values =
        switch (query.filter()) {
          case Filter.Equal equal when equal.path().equals(STATE_PATH) -> List.of(equal.value());
          case Filter.In in when in.path().equals(STATE_PATH) -> in.values();
          default -> List.of();
        };
    return !isFree || values.stream().anyMatch(Value.Null.class::isInstance)
        ? Set.of()
        : values.stream().map(FilterCompiler::text).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Returns the jobs with these states, which are not final, up to the time of creation of the last
   * job of the page. The time is read from the status alone. Without it, the database would join
   * all of these jobs, or walk all jobs in the order of their creation.
   */
  private SearchSource startOf(Set<String> states) {
    SearchSource source = IndexCondition.states(states).source(DSL.noCondition());
    Field<Long> created = source.created();
    boolean isNewestFirst = !query.order().isEmpty() && query.order().getFirst().descending();
    Long last =
        query.last() == 0
            ? null
            : sql.select(created)
                .from(ACTIVE_STATUS)
                .where(isActiveIn(states))
                .orderBy(isNewestFirst ? created.desc() : created.asc())
                .limit(1)
                .offset(query.last() - 1)
                .fetchOne(created);
    if (last == null) {
      return source;
    }
    // A literal, so that the database estimates how few jobs these are.
    Field<Long> bound = DSL.inline(last);
    return source.cutTo(isNewestFirst ? created.ge(bound) : created.le(bound));
  }

  /** A filter that looks inside attributes reads jobs when it is compiled, so that is done once. */
  private boolean hasChoice() {
    boolean isByCreation =
        query.order().isEmpty() || query.order().getFirst().path().equals(CREATED_PATH);
    boolean isRead = query.last() > 0 || query.maxCount() > 0;
    return isRead
        && isByCreation
        && query.newest() == 0
        && !FilterCompiler.looksInside(query.filter());
  }

  /** The parts that a job must all meet. */
  private static Stream<Filter> parts(Filter filter) {
    return filter instanceof Filter.All all
        ? all.parts().stream().flatMap(SelectSearchSource::parts)
        : Stream.of(filter);
  }

  /** Returns the index with the fewest entries; null if the database shall choose. */
  private @Nullable Candidate fewest(List<Candidate> candidates) {
    if (candidates.size() == 1 && candidates.getFirst().indexed().isOrdered()) {
      return candidates.getFirst();
    }
    int least = COUNTED;
    Candidate fewest = null;
    for (Candidate candidate : candidates) {
      int count = candidate.indexed().count(sql, least);
      if (count < least) {
        least = count;
        fewest = candidate;
      }
    }
    return fewest != null
        ? fewest
        : candidates.stream().filter(each -> each.indexed().isOrdered()).findFirst().orElse(null);
  }

  private List<Candidate> candidates(List<Filter> parts) {
    List<Candidate> candidates = new ArrayList<>();
    for (Filter part : parts) {
      part(part).ifPresent(found -> candidates.add(new Candidate(found, List.of(part), false)));
    }
    range(parts).ifPresent(candidates::add);
    visible().ifPresent(candidates::add);
    return candidates;
  }

  private Optional<IndexCondition> part(Filter part) {
    return switch (part) {
      case Filter.Equal equal -> oneOf(equal.path(), List.of(equal.value()));
      case Filter.In in -> oneOf(in.path(), in.values());
      default -> Optional.empty();
    };
  }

  private Optional<IndexCondition> oneOf(Path path, List<Value> values) {
    Attribute attribute = Attribute.at(path).orElse(null);
    if (attribute == null
        || attributeVisibility.isHidden(path)
        || values.isEmpty()
        || values.stream().anyMatch(Value.Null.class::isInstance)) {
      return Optional.empty();
    }
    Set<String> texts = new LinkedHashSet<>(values.stream().map(FilterCompiler::text).toList());
    return switch (attribute) {
      case Attribute.Text text when path.equals(STATE_PATH) -> states(texts);
      case Attribute.Text text when path.equals(ACTION_PATH) ->
          Optional.of(IndexCondition.timed(ACTION, texts));
      case Attribute.Text text when text.field().equals(TARGET) ->
          Optional.of(IndexCondition.plain(TARGET, texts));
      case Attribute.Reference ref when ref.column().equals(PARENT) ->
          Optional.of(
              IndexCondition.plain(PARENT, FilterCompiler.withoutPrefix(List.copyOf(texts))));
      case Attribute.Listed listed when listed.table().equals(JOB_VALUE) && texts.size() == 1 ->
          Optional.of(IndexCondition.contains(listed, texts.iterator().next()));
      default -> Optional.empty();
    };
  }

  private static Optional<IndexCondition> states(Set<String> states) {
    boolean areFinal = FINAL_STATES.containsAll(states);
    return areFinal || states.stream().noneMatch(FINAL_STATES::contains)
        ? Optional.of(IndexCondition.states(states))
        : Optional.empty();
  }

  private Optional<Candidate> range(List<Filter> parts) {
    List<Filter> limits =
        parts.stream()
            .filter(part ->
                part instanceof Filter.Compare compare
                    && compare.path().equals(CREATED_PATH)
                    && !attributeVisibility.isHidden(CREATED_PATH))
            .toList();
    return limits.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Candidate(
                IndexCondition.created(compiler.apply(new Filter.All(limits))), limits, false));
  }

  /** The jobs with the access control lists that give the caller the right to see them. */
  private Optional<Candidate> visible() {
    Set<String> principals = query.visibleTo();
    if (principals == null) {
      return Optional.empty();
    }
    List<Long> lists =
        sql.selectDistinct(ACL_ID)
            .from(ACL_RIGHT)
            .where(PRINCIPAL.in(principals))
            .and(GRANTED.eq(Right.VIEW_META.apiName()))
            .limit(MAX_LISTS + 1)
            .fetch(ACL_ID);
    return lists.size() > MAX_LISTS
        ? Optional.empty()
        : Optional.of(new Candidate(IndexCondition.timed(ACL_ID, lists), List.of(), true));
  }
}
