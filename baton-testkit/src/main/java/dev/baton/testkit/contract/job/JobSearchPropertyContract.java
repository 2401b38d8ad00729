// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.access.Acl;
import dev.baton.access.Right;
import dev.baton.filter.DocumentFilter;
import dev.baton.filter.Filter;
import dev.baton.filter.Filter.Comparison;
import dev.baton.filter.Filter.Path;
import dev.baton.filter.Filter.Value;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobAttribute;
import dev.baton.job.JobAttributes;
import dev.baton.job.JobId;
import dev.baton.job.JobJson;
import dev.baton.job.JobQuery;
import dev.baton.job.JobState;
import dev.baton.job.ResourceRef;
import dev.baton.job.RetryPolicy;
import dev.baton.testkit.backend.BackendTestSetup;
import dev.baton.testkit.job.FillSpec;
import dev.baton.testkit.job.JobBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract that a store finds the same jobs as a {@link DocumentFilter} over the documents of
 * the jobs. Jobs and filters are random.
 */
public abstract class JobSearchPropertyContract extends BackendTestSetup {

  private static final int JOBS = 60;
  private static final int FILTERS = 250;
  private static final List<String> WORDS =
      List.of(
          "a", "A", "b", "ab", "a b", "ä", "漢", "😀", "a%", "a_b", "a'b", "a\\b", "\"", "10", "9");

  private static final Map<String, List<String>> ODD_TEXTS =
      Map.ofEntries(
          Map.entry("action", WORDS),
          Map.entry("unique-key", WORDS),
          Map.entry("fulltext", WORDS),
          Map.entry("created-by", List.of("user/a", "user/b")),
          Map.entry("state", List.of("QUEUED", "RUNNING", "CANCELED", "queued")),
          Map.entry("execution-mode", List.of("push", "pull", "mixed")),
          Map.entry("target-resource/href", List.of("disk/1", "disk/2", "net/1")),
          Map.entry("affected-resources/href", List.of("disk/1", "disk/2", "net/1")),
          Map.entry("resource-type", List.of("job", "user")),
          Map.entry("owner", List.of("a")),
          Map.entry("result/a", WORDS),
          Map.entry("result/a/b", WORDS),
          Map.entry("backoff/initial", List.of("PT1S", "PT10S", "10")),
          Map.entry("labels/team", WORDS),
          Map.entry("labels/a", WORDS),
          Map.entry("acl/owners", List.of("user/alice", "user/bob")),
          Map.entry("acl/view-data", List.of("user/reader", "group/nuvla-admin")),
          Map.entry("unknown", WORDS));
  private static final Map<String, List<String>> TEXTS = new TreeMap<>(ODD_TEXTS);
  private static final List<String> NUMBERS =
      filled(JobAttribute.Type.NUMBER, "progress", "max-attempts", "attempt", "failures");
  private static final List<String> DATES =
      filled(JobAttribute.Type.MOMENT, "created", "started", "ended", "time-of-status-change");

  static {
    filled(JobAttribute.Type.TEXT).forEach(name -> TEXTS.put(name, WORDS));
    filled(JobAttribute.Type.WORDS).forEach(name -> TEXTS.put(name, WORDS));
  }

  private static final Set<String> READER = Set.of("user/reader", "group/nuvla-user");
  private static final Instant BASE = Instant.parse("2026-01-31T12:00:00Z");

  /** The names of the attributes that {@link #randomJob} sets by the table, and further names. */
  private static List<String> filled(JobAttribute.Type type, String... further) {
    return Stream.concat(
            FillSpec.attributes().stream()
                .filter(each -> each.type() == type)
                .map(JobAttribute::name),
            Stream.of(further))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  protected void search_randomFilters_findWhatTheDocumentsSay(long seed) {
    Random random = new Random(seed);
    backend().jobs().add(IntStream.range(0, JOBS).mapToObj(i -> randomJob(i, random)).toList());
    List<Job> jobs =
        backend().jobs().search(JobQuery.of(Filter.EVERYTHING, JOBS)).jobs().stream()
            .map(job -> randomStatus(job, random))
            .toList();
    assertThat(jobs).hasSize(JOBS);
    DocumentFilter meaning = new DocumentFilter(now());
    for (int i = 0; i < FILTERS; i++) {
      Filter filter = randomFilter(random, 2);
      List<JobId> expected =
          jobs.stream()
              .filter(job -> meaning.matches(filter, JobJson.write(job)))
              .map(Job::id)
              .toList();
      assertThat(idsOf(backend().jobs().search(JobQuery.of(filter, JOBS)).jobs()))
          .as("seed %s, filter %s: %s", seed, i, filter)
          .containsExactlyElementsOf(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  protected void search_randomFiltersOfOneWhoSeesPartly_findWhatThatOneSees(long seed) {
    Random random = new Random(seed);
    backend().jobs().add(IntStream.range(0, JOBS).mapToObj(i -> randomJob(i, random)).toList());
    List<Job> jobs =
        backend().jobs().search(JobQuery.of(Filter.EVERYTHING, JOBS)).jobs().stream()
            .map(job -> backend().jobs().replace(withRandomRights(job, random)))
            .map(job -> randomStatus(job, random))
            .filter(job -> job.acl().gives(Right.VIEW_META, READER))
            .toList();
    DocumentFilter meaning = new DocumentFilter(now());
    for (int i = 0; i < FILTERS; i++) {
      Filter filter = randomFilter(random, 2);
      List<JobId> expected =
          jobs.stream()
              .filter(job ->
                  meaning.matches(
                      filter, JobAttributes.reduce(JobJson.write(job), job.acl(), READER)))
              .map(Job::id)
              .toList();
      JobQuery query = new JobQuery(filter, READER, List.of(), 1, JOBS, List.of());
      assertThat(idsOf(backend().jobs().search(query).jobs()))
          .as("seed %s, filter %s: %s", seed, i, filter)
          .containsExactlyElementsOf(expected);
    }
  }

  private static Job withRandomRights(Job job, Random random) {
    Acl owned = Acl.ownedBy("user/alice");
    Acl acl =
        switch (random.nextInt(4)) {
          case 0 -> owned;
          case 1 -> owned.with(Right.VIEW_META, "user/reader");
          case 2 -> owned.with(Right.VIEW_DATA, "user/reader");
          default -> owned.with(Right.VIEW_ACL, "user/reader");
        };
    return new Job(
        job.id(),
        job.spec(),
        job.status(),
        acl,
        job.origin(),
        job.created(),
        job.createdBy(),
        job.updated(),
        job.updatedBy(),
        job.revision());
  }

  private static Job randomJob(int number, Random random) {
    return JobBuilder.aJob()
        .created(BASE.plusSeconds(number))
        .createdBy(random.nextBoolean() ? "user/a" : "user/b")
        .spec(
            new FillSpec(
                    () -> maybe(oneOf(WORDS, random), random),
                    () -> some(WORDS, random),
                    () -> random.nextInt(12),
                    () -> maybe(moment(random), random))
                ::fill)
        .spec(spec ->
            spec.action(oneOf(WORDS, random))
                .description(maybe(oneOf(WORDS, random) + " " + oneOf(WORDS, random), random))
                .mode(oneOf(List.of(ExecutionMode.values()), random))
                .target(maybe(ResourceRef.of(oneOf(texts("target-resource/href"), random)), random))
                .affected(
                    some(texts("affected-resources/href"), random).stream()
                        .map(ResourceRef::of)
                        .toList())
                .timeout(maybe(Duration.ofSeconds(9), random))
                .retry(RetryPolicy.times(1 + random.nextInt(3)))
                .uniqueKey(number < WORDS.size() ? WORDS.get(number) : null))
        .priority(random.nextBoolean() ? 999 : random.nextInt(12))
        .build();
  }

  /** Gives the job a random progress, message, result and state. */
  private Job randomStatus(Job job, Random random) {
    var status = job.status().toBuilder().progress(random.nextInt(12));
    if (random.nextBoolean()) {
      status.statusMessage("a");
    }
    if (random.nextBoolean()) {
      status.result(randomResult(random));
    }
    status.state(
        oneOf(
            List.of(JobState.QUEUED, JobState.QUEUED, JobState.RUNNING, JobState.CANCELED),
            random));
    return backend().jobs().replace(job.withStatus(status.build()));
  }

  private static JsonNode randomResult(Random random) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    JsonNode leaf =
        random.nextBoolean()
            ? json.textNode(oneOf(WORDS, random))
            : json.numberNode(random.nextInt(12));
    return switch (random.nextInt(4)) {
      case 0 -> json.objectNode().set("a", leaf);
      case 1 -> json.objectNode().set("a", json.objectNode().set("b", leaf));
      case 2 -> json.arrayNode().add(json.objectNode().set("a", json.arrayNode().add(leaf)));
      default -> json.objectNode().set("b", leaf);
    };
  }

  private static Filter randomFilter(Random random, int depth) {
    int kind = random.nextInt(depth == 0 ? 3 : 5);
    return switch (kind) {
      case 0 -> textTest(random);
      case 1 -> numberTest(random);
      case 2 -> dateTest(random);
      case 3 -> new Filter.All(parts(random, depth));
      default -> new Filter.Any(parts(random, depth));
    };
  }

  private static List<Filter> parts(Random random, int depth) {
    return Stream.generate(() -> randomFilter(random, depth - 1)).limit(random.nextInt(4)).toList();
  }

  private static List<String> texts(String attribute) {
    return Objects.requireNonNull(TEXTS.get(attribute), attribute);
  }

  private static Filter textTest(Random random) {
    String attribute = oneOf(List.copyOf(TEXTS.keySet()), random);
    List<String> pool = texts(attribute);
    Path path = new Path(List.of(attribute.split("/")));
    String text = oneOf(pool, random);
    return switch (random.nextInt(9)) {
      case 0, 1 -> new Filter.Equal(path, new Value.Text(text));
      case 2 -> new Filter.NotEqual(path, new Value.Text(text));
      case 3 -> new Filter.In(path, texts(some(pool, random)));
      case 4 -> new Filter.NotIn(path, texts(some(pool, random)));
      case 5 -> new Filter.Compare(path, comparison(random), new Value.Text(text));
      case 6 -> new Filter.Prefix(path, text);
      case 7 -> new Filter.FullText(path, random.nextBoolean() ? text : text + "*");
      default -> nullTest(path, random);
    };
  }

  private static Filter numberTest(Random random) {
    Path path = Path.of(oneOf(NUMBERS, random));
    int number = random.nextInt(12);
    Value value =
        random.nextBoolean() ? new Value.Number(number) : new Value.Text(String.valueOf(number));
    return switch (random.nextInt(5)) {
      case 0 -> new Filter.Equal(path, value);
      case 1 -> new Filter.NotEqual(path, value);
      case 2 -> new Filter.In(path, List.of(value, new Value.Text("x"), new Value.Number(3)));
      case 3 -> new Filter.Compare(path, comparison(random), value);
      default -> nullTest(path, random);
    };
  }

  private static Filter dateTest(Random random) {
    Path path = Path.of(oneOf(DATES, random));
    Instant moment = moment(random);
    Value value =
        oneOf(
            List.of(
                new Value.Text(moment.toString()),
                new Value.Date(moment.toString()),
                new Value.Text(String.valueOf(moment.toEpochMilli())),
                new Value.Text("now-1d"),
                new Value.Text("2026-01-31||+12h")),
            random);
    return switch (random.nextInt(4)) {
      case 0 -> new Filter.Equal(path, value);
      case 1 -> new Filter.NotEqual(path, value);
      case 2 -> new Filter.Compare(path, comparison(random), value);
      default -> nullTest(path, random);
    };
  }

  private static Filter nullTest(Path path, Random random) {
    return random.nextBoolean()
        ? new Filter.Equal(path, new Value.Null())
        : new Filter.NotEqual(path, new Value.Null());
  }

  private static Comparison comparison(Random random) {
    return oneOf(List.of(Comparison.values()), random);
  }

  private static List<Value> texts(List<String> texts) {
    return texts.stream().<Value>map(Value.Text::new).toList();
  }

  private static Instant moment(Random random) {
    return BASE.plusSeconds(random.nextInt(JOBS));
  }

  private static <T> T oneOf(List<T> pool, Random random) {
    return pool.get(random.nextInt(pool.size()));
  }

  private static <T> List<T> some(List<T> pool, Random random) {
    return pool.stream().filter(one -> random.nextInt(5) == 0).toList();
  }

  private static <T> @Nullable T maybe(T value, Random random) {
    return random.nextInt(3) == 0 ? null : value;
  }
}
