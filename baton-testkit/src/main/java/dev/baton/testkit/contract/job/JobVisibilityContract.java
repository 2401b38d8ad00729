// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.access.Acl;
import dev.baton.access.Right;
import dev.baton.filter.Filter;
import dev.baton.filter.FilterParser;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobQuery.Aggregation;
import dev.baton.job.JobSpecBuilder;
import dev.baton.testkit.backend.BackendTestSetup;
import dev.baton.testkit.job.JobBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract that a search reveals to a user only what the user may see in the documents of the
 * jobs.
 */
public abstract class JobVisibilityContract extends BackendTestSetup {

  private static final Set<String> READER = Set.of("user/reader");

  /**
   * Posts a job that has a value for each kind of attribute. The reader has one right on the job.
   */
  private Job secretJob(Right right) {
    Job posted =
        post(
            job()
                .name("shown")
                .tags("shown")
                .priority(7)
                .uniqueKey("key-" + right)
                .requires("kvm")
                .acl(Acl.ownedBy("user/alice").with(right, "user/reader"))
                .spec(spec -> spec.payload("{\"pin\":1234}")));
    Job job = find(posted.id());
    JsonNode result = JsonNodeFactory.instance.objectNode().put("free", 5);
    return backend()
        .jobs()
        .replace(job.withStatus(job.status().toBuilder().progress(40).result(result).build()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "payload^='{'",
        "payload=='1234'",
        "payload!=null",
        "state='QUEUED'",
        "action^='n'",
        "priority<10",
        "progress>=40",
        "requires='kvm'",
        "unique-key!=null",
        "result/free<10",
        "result/free!=null",
        "result!=null",
        "created-by!=null",
        "acl/owners='user/alice'",
        "acl!=null",
        "acl/view-meta!=null",
        "name='shown' and payload^='{'",
        "payload^='{' or state='QUEUED'"
      })
  protected void search_ofOneWhoSeesMetadata_findsNothingByOtherAttributes(String filter) {
    Job secret = secretJob(Right.VIEW_META);
    assertThat(found("name='shown'", READER)).containsExactly(secret.id());
    assertThat(found(filter, READER)).isEmpty();
    assertThat(found(filter, null)).containsExactly(secret.id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "payload!='{\"pin\":1234}'",
        "payload!='x'",
        "payload=null",
        "state!='QUEUED'",
        "state=null",
        "priority!=7",
        "result/free!=5",
        "result/free=null",
        "acl/owners!='user/alice'",
        "tags='shown' and state!='QUEUED'"
      })
  protected void search_ofOneWhoSeesMetadata_takesTheOthersForAbsent(String filter) {
    Job secret = secretJob(Right.VIEW_META);
    assertThat(found(filter, READER)).containsExactly(secret.id());
  }

  @Test
  protected void search_ofOneWhoSeesData_findsByDataAndNotByTheAcl() {
    Job secret = secretJob(Right.VIEW_DATA);
    assertThat(found("payload^='{' and result/free=5", READER)).containsExactly(secret.id());
    assertThat(found("acl/owners='user/alice'", READER)).isEmpty();
    Job open = secretJob(Right.VIEW_ACL);
    assertThat(found("acl/owners='user/alice'", READER)).containsExactly(open.id());
  }

  @Test
  protected void aggregation_ofOneWhoSeesMetadata_countsNoValueOfOtherAttributes() {
    secretJob(Right.VIEW_META);
    for (String attribute : List.of("payload", "state", "requires", "created-by", "unique-key")) {
      assertThat(aggregate("terms", attribute).path("buckets")).as(attribute).isEmpty();
      assertThat(aggregate("value_count", attribute).path("value").asInt(-1)).isZero();
      assertThat(aggregate("cardinality", attribute).path("value").asInt(-1)).isZero();
      assertThat(aggregate("missing", attribute).path("doc_count").asInt()).isEqualTo(1);
    }
    assertThat(aggregate("max", "priority").path("value").isNull()).isTrue();
    assertThat(aggregate("stats", "progress").path("count").asInt(-1)).isZero();
    assertThat(aggregate("terms", "name").path("buckets")).hasSize(1);
    assertThat(aggregate("terms", "tags").path("buckets")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"priority", "payload", "requires", "progress", "unique-key"})
  protected void order_ofOneWhoSeesMetadata_isNotThatOfOtherAttributes(String attribute) {
    List<JobId> posted =
        List.of(
            secretJob(Right.VIEW_META).id(),
            post(other(3, "b", "b")).id(),
            post(other(1, "c", "c")).id(),
            post(other(2, "a", "a")).id());
    for (boolean descending : List.of(true, false)) {
      var order = List.of(new JobQuery.Order(Filter.Path.of(attribute), descending));
      JobQuery query = new JobQuery(Filter.EVERYTHING, READER, order, 1, 10, List.of());
      assertThat(idsOf(backend().jobs().search(query).jobs()))
          .containsExactlyInAnyOrderElementsOf(posted)
          .containsExactlyElementsOf(found("", READER));
    }
  }

  private JobBuilder other(int priority, String payload, String word) {
    return job()
        .priority(priority)
        .requires(word)
        .uniqueKey(word)
        .spec(spec -> spec.payload("\"" + payload + "\""))
        .acl(Acl.ownedBy("user/alice").with(Right.VIEW_META, "user/reader"));
  }

  @Test
  protected void deleteAll_ofOneWhoSeesMetadata_findsNothingByOtherAttributes() {
    Job job = secretJob(Right.DELETE);
    for (String filter : List.of("payload^='{'", "state='QUEUED'", "result/free=5")) {
      assertThat(backend().jobs().deleteAll(FilterParser.parse(filter), READER)).isZero();
    }
    assertThat(backend().jobs().deleteAll(FilterParser.parse("name='shown'"), READER)).isOne();
    assertThat(backend().jobs().find(job.id())).isEmpty();
  }

  /** Labels need the same right as tags. */
  @Test
  protected void search_label_isFoundByOneWhoSeesMetadata() {
    Consumer<JobSpecBuilder> label = spec -> spec.labels(new TreeMap<>(Map.of("team", "a")));
    post(job().spec(label));
    Acl shown = Acl.ownedBy("user/alice").with(Right.VIEW_META, "user/reader");
    Job job = post(job().spec(label).acl(shown));
    assertThat(found("labels/team='a'", READER)).containsExactly(job.id());
  }

  private JsonNode aggregate(String function, String attribute) {
    Aggregation clause = new Aggregation("x", function, Filter.Path.of(attribute));
    JobQuery query = new JobQuery(Filter.EVERYTHING, READER, List.of(), 1, 0, List.of(clause));
    Map<String, JsonNode> answers = backend().jobs().search(query).aggregations();
    assertThat(answers).containsOnlyKeys("x");
    return Objects.requireNonNull(answers.get("x"));
  }

  private List<JobId> found(String filter, @Nullable Set<String> principals) {
    Filter parsed = filter.isEmpty() ? Filter.EVERYTHING : FilterParser.parse(filter);
    JobPage page =
        backend().jobs().search(new JobQuery(parsed, principals, List.of(), 1, 100, List.of()));
    assertThat(page.count()).isEqualTo(page.jobs().size());
    return idsOf(page.jobs());
  }
}
