// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Acl;
import dev.baton.filter.Filter;
import dev.baton.filter.FilterParser;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobQuery.Aggregation;
import dev.baton.job.JobState;
import dev.baton.testkit.backend.BackendTestSetup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of the aggregations of a job search. */
public abstract class JobAggregationContract extends BackendTestSetup {

  @Test
  protected void terms_state_countsByValueMostFrequentFirst() {
    IntStream.range(0, 3).forEach(i -> editState(post(job()).id(), JobState.CANCELED));
    post(job());
    JsonNode terms = aggregate("terms:state");
    assertThat(terms.path("sum_other_doc_count").asInt(-1)).isZero();
    assertThat(terms.path("doc_count_error_upper_bound").asInt(-1)).isZero();
    assertThat(buckets(terms)).containsExactly("CANCELED=3", "QUEUED=1");
  }

  @Test
  protected void terms_ties_areOrderedByValueAndArraysCountPerMember() {
    post(job().tags("b", "a"));
    post(job().tags("a", "c"));
    post(job());
    assertThat(buckets(aggregate("terms:tags"))).containsExactly("a=2", "b=1", "c=1");
  }

  @Test
  protected void terms_moreThanTen_showsTenAndCountsTheOthers() {
    IntStream.range(0, 12).forEach(i -> post(job().action("a" + (char) ('a' + i))));
    JsonNode terms = aggregate("terms:action");
    assertThat(buckets(terms)).hasSize(10).startsWith("aa=1").endsWith("aj=1");
    assertThat(terms.path("sum_other_doc_count").asInt()).isEqualTo(2);
  }

  @Test
  protected void terms_ofWaitingJobs_countEachJobOnceForEachOfItsValues() {
    post(job().action("scan").requires("kvm", "gpu"));
    post(job().action("scan").requires("kvm"));
    post(job().action("copy").acl(Acl.ownedBy("user/bob")));
    editState(post(job().action("scan").requires("kvm")).id(), JobState.CANCELED);
    JobQuery waiting =
        new JobQuery(
            FilterParser.parse("state='QUEUED'"),
            null,
            List.of(),
            1,
            1,
            List.of(clause("terms:action"), clause("terms:requires")));
    JobPage page = backend().jobs().search(waiting);
    assertThat(page.count()).isEqualTo(3);
    assertThat(buckets(found(page, "terms:action"))).containsExactly("scan=2", "copy=1");
    assertThat(buckets(found(page, "terms:requires"))).containsExactly("kvm=2", "gpu=1");
    JobPage ofBob = backend().jobs().search(waiting.visibleTo(Set.of("user/bob")));
    assertThat(ofBob.count()).isEqualTo(1);
    assertThat(buckets(found(ofBob, "terms:action"))).containsExactly("copy=1");
    assertThat(buckets(found(ofBob, "terms:requires"))).isEmpty();
  }

  @Test
  protected void numbers_ofMatches_areComputed() {
    post(job().priority(10));
    post(job().priority(40));
    post(job());
    assertThat(number("min:priority")).isEqualTo(10);
    assertThat(number("max:priority")).isEqualTo(40);
    assertThat(number("sum:priority")).isEqualTo(50);
    assertThat(number("avg:priority")).isEqualTo(25);
    assertThat(number("value_count:priority")).isEqualTo(2);
    assertThat(number("cardinality:version")).isEqualTo(1);
    assertThat(aggregate("missing:priority").path("doc_count").asInt()).isEqualTo(1);
    JsonNode stats = aggregate("stats:priority");
    assertThat(stats.path("count").asInt()).isEqualTo(2);
    assertThat(stats.path("min").asDouble()).isEqualTo(10);
    assertThat(stats.path("max").asDouble()).isEqualTo(40);
    assertThat(stats.path("avg").asDouble()).isEqualTo(25);
    assertThat(stats.path("sum").asDouble()).isEqualTo(50);
  }

  @Test
  protected void numbers_ofNothing_areNullOrZero() {
    assertThat(aggregate("min:priority").path("value").isNull()).isTrue();
    assertThat(aggregate("max:priority").path("value").isNull()).isTrue();
    assertThat(aggregate("avg:priority").path("value").isNull()).isTrue();
    assertThat(number("sum:priority")).isZero();
    assertThat(number("value_count:priority")).isZero();
    assertThat(buckets(aggregate("terms:state"))).isEmpty();
  }

  @Test
  protected void numbers_ofDates_areMilliseconds() {
    Instant moment = Instant.parse("2020-06-15T12:00:00.123Z");
    post(job().created(moment));
    assertThat(number("min:created")).isEqualTo((double) moment.toEpochMilli());
  }

  @Test
  protected void aggregations_coverTheMatchesAndNotTheWindow() {
    for (int i = 0; i < 4; i++) {
      post(job().name("counted"));
    }
    post(job().name("other"));
    post(job().name("counted").acl(Acl.ownedBy("user/bob")));
    JobQuery query =
        new JobQuery(
            FilterParser.parse("name='counted'"),
            Set.of("user/alice"),
            List.of(),
            1,
            0,
            List.of(clause("terms:name"), clause("value_count:id")));
    JobPage page = backend().jobs().search(query);
    assertThat(page.count()).isEqualTo(4);
    assertThat(page.aggregations()).containsOnlyKeys("terms:name", "value_count:id");
    assertThat(buckets(found(page, "terms:name"))).containsExactly("counted=4");
    assertThat(found(page, "value_count:id").path("value").asInt()).isEqualTo(4);
  }

  @Test
  protected void unknownFunction_isIgnored() {
    JobQuery query =
        new JobQuery(Filter.EVERYTHING, null, List.of(), 1, 10, List.of(clause("median:priority")));
    assertThat(backend().jobs().search(query).aggregations()).isEmpty();
  }

  private double number(String clause) {
    JsonNode value = aggregate(clause).path("value");
    assertThat(value.isNumber()).as("%s gives a number", clause).isTrue();
    return value.asDouble();
  }

  private JsonNode aggregate(String clause) {
    JobQuery query =
        new JobQuery(Filter.EVERYTHING, null, List.of(), 1, 0, List.of(clause(clause)));
    JobPage page = backend().jobs().search(query);
    assertThat(page.aggregations()).containsOnlyKeys(clause);
    return found(page, clause);
  }

  private static JsonNode found(JobPage page, String clause) {
    return Objects.requireNonNull(page.aggregations().get(clause), clause);
  }

  private static Aggregation clause(String clause) {
    String[] parts = clause.split(":");
    return new Aggregation(clause, parts[0], new Filter.Path(Arrays.asList(parts[1].split("/"))));
  }

  private static List<String> buckets(JsonNode terms) {
    List<String> buckets = new ArrayList<>();
    terms
        .path("buckets")
        .forEach(bucket ->
            buckets.add(bucket.path("key").asText() + "=" + bucket.path("doc_count").asInt()));
    return buckets;
  }
}
