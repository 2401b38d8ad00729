// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.access.Acl;
import dev.baton.access.Right;
import dev.baton.filter.Filter;
import dev.baton.filter.FilterParser;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobState;
import dev.baton.job.ResourceRef;
import dev.baton.job.RetryPolicy;
import dev.baton.testkit.backend.BackendTestSetup;
import dev.baton.testkit.job.JobBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link dev.baton.job.JobStore#search}: which jobs it finds, in which order, and
 * on which page.
 */
public abstract class JobSearchContract extends BackendTestSetup {

  @Test
  protected void search_everything_isOldestFirst() {
    Instant start = now().minusSeconds(100);
    Job second = post(job().created(start.plusSeconds(1)));
    Job third = post(job().created(start.plusSeconds(2)));
    Job first = post(job().created(start));
    JobPage page = backend().jobs().search(JobQuery.of(Filter.EVERYTHING, 100));
    assertThat(page.count()).isEqualTo(3);
    assertThat(page.jobs()).containsExactly(find(first.id()), find(second.id()), find(third.id()));
    assertThat(page.aggregations()).isEmpty();
  }

  /** The jobs exceed what a store reads at once, by number and by size. */
  @Test
  protected void search_withVisitor_handsOverWhatAPageWouldHold() {
    Instant start = now();
    String payload = "{\"x\":\"" + "y".repeat(700_000) + "\"}";
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      JobBuilder builder = job().created(start.plusSeconds(i));
      jobs.add((i % 2 == 0 ? builder.spec(spec -> spec.payload(payload)) : builder).build());
    }
    jobs.forEach(each -> backend().jobs().add(List.of(each)));
    for (JobQuery query :
        List.of(JobQuery.of(Filter.EVERYTHING, 5), JobQuery.of(Filter.EVERYTHING, 1_000))) {
      List<Job> visited = new ArrayList<>();
      JobPage page = backend().jobs().search(query, visited::add);
      assertThat(visited).isEqualTo(backend().jobs().search(query).jobs());
      assertThat(page.count()).isEqualTo(30);
      assertThat(page.jobs()).isEmpty();
    }
  }

  @Test
  protected void search_thatCountsUpToANumber_isExactUpToThatNumber() {
    for (int i = 0; i < 5; i++) {
      post(job().tags("a").action("act"));
    }
    post(job());
    for (String filter : List.of("tags='a'", "action='act' and state='QUEUED'", "id!=null")) {
      JobQuery query = JobQuery.of(FilterParser.parse(filter), 2);
      long exact = backend().jobs().search(query).count();
      assertThat(exact).isBetween(5L, 6L);
      assertThat(backend().jobs().search(query.countingUpTo(6)).count()).isEqualTo(exact);
      assertThat(backend().jobs().search(query.countingUpTo(3)).count()).isBetween(4L, exact);
      assertThat(backend().jobs().search(query.countingUpTo(3)).jobs()).hasSize(2);
    }
  }

  /** Stores may begin a search with the rarest of its conditions. */
  @Test
  protected void search_severalConditions_isNewestFirstAndWholeOnEachPage() {
    Instant start = now().minusSeconds(100);
    List<JobId> matching = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      JobBuilder builder = job().created(start.plusSeconds(i / 2)).tags(i % 3 == 0 ? "b" : "a");
      Job posted = post(builder.action(i % 2 == 0 ? "even" : "odd"));
      if (i % 3 != 0 && i % 2 == 0) {
        matching.addFirst(posted.id());
      }
    }
    JobQuery.Order newestFirst = new JobQuery.Order(Filter.Path.of("created"), true);
    Filter filter =
        FilterParser.parse(
            "tags='a' and action='even' and state='QUEUED' and created>='"
                + start
                + "' and id!=null");
    List<JobId> found = new ArrayList<>();
    List<JobId> foundByOwner = new ArrayList<>();
    for (int first = 1; first <= 4; first += 2) {
      JobQuery page = new JobQuery(filter, null, List.of(newestFirst), first, first + 1, List.of());
      assertThat(backend().jobs().search(page).count()).isEqualTo(4);
      found.addAll(idsOf(backend().jobs().search(page).jobs()));
      JobQuery ofOwner = page.visibleTo(Set.of("user/alice"));
      foundByOwner.addAll(idsOf(backend().jobs().search(ofOwner).jobs()));
      JobQuery ofStranger = page.visibleTo(Set.of("user/bob"));
      assertThat(backend().jobs().search(ofStranger).jobs()).isEmpty();
    }
    assertThat(found).containsExactlyElementsOf(matching);
    assertThat(foundByOwner).containsExactlyElementsOf(matching);
  }

  @Test
  protected void search_createdTies_areOrderedById() {
    Instant start = now();
    List<Job> jobs =
        IntStream.range(0, 20)
            .mapToObj(i -> job().created(start).id(JobId.named("n" + i)).build())
            .toList();
    backend().jobs().add(jobs);
    assertThat(found("")).containsExactlyElementsOf(idsOf(jobs).stream().sorted().toList());
  }

  @Test
  protected void search_equal_comparesWholeValueAndCase() {
    Job upper = post(job().name("Big"));
    Job lower = post(job().name("big"));
    post(job().name("bigger"));
    post(job());
    assertThat(found("name='Big'")).containsExactly(upper.id());
    assertThat(found("name=\"big\"")).containsExactly(lower.id());
    assertThat(found("name='BIG'")).isEmpty();
    assertThat(found("name='big '")).isEmpty();
    assertThat(found("name=['Big' 'big']")).containsExactlyInAnyOrder(upper.id(), lower.id());
    assertThat(found("name=[]")).isEmpty();
  }

  @Test
  protected void search_notEqual_alsoFindsWhatLacksTheAttribute() {
    Job named = post(job().name("x"));
    Job other = post(job().name("y"));
    Job nameless = post(job());
    assertThat(found("name!='x'")).containsExactlyInAnyOrder(other.id(), nameless.id());
    assertThat(found("name!=['x', 'y']")).containsExactly(nameless.id());
    assertThat(found("name=null")).containsExactly(nameless.id());
    assertThat(found("name!=null")).containsExactlyInAnyOrder(named.id(), other.id());
    assertThat(found("name!=[]")).hasSize(3);
  }

  @Test
  protected void search_arrays_matchByAnyMember() {
    Job both = post(job().tags("a", "b"));
    Job one = post(job().tags("b"));
    Job none = post(job());
    assertThat(found("tags='a'")).containsExactly(both.id());
    assertThat(found("tags='b'")).containsExactlyInAnyOrder(both.id(), one.id());
    assertThat(found("tags!='a'")).containsExactlyInAnyOrder(one.id(), none.id());
    assertThat(found("tags=null")).containsExactly(none.id());
    assertThat(found("tags^='a'")).containsExactly(both.id());
  }

  @Test
  protected void search_references_areFoundByHref() {
    Job target =
        post(
            job()
                .spec(spec ->
                    spec.target(ResourceRef.of("disk/1"))
                        .affected(List.of(ResourceRef.of("disk/1"), ResourceRef.of("net/2")))));
    Job child = post(job().spec(spec -> spec.parent(target.id())));
    assertThat(found("target-resource/href='disk/1'")).containsExactly(target.id());
    assertThat(found("affected-resources/href='net/2'")).containsExactly(target.id());
    assertThat(found("target-resource/href^='disk/'")).containsExactly(target.id());
    assertThat(found("target-resource/href=null")).containsExactly(child.id());
    assertThat(found("parent-job='" + target.id() + "'")).containsExactly(child.id());
    assertThat(found("id='" + child.id() + "'")).containsExactly(child.id());
  }

  @Test
  protected void search_prefix_isCaseSensitiveAndKnowsNoWildcards() {
    Job plain = post(job().action("bulk_update"));
    Job upper = post(job().action("Bulk_update"));
    Job odd = post(job().action("bulkXupdate"));
    Job percent = post(job().action("100%_\\done"));
    assertThat(found("action^='bulk'")).containsExactlyInAnyOrder(plain.id(), odd.id());
    assertThat(found("action^='bulk_'")).containsExactly(plain.id());
    assertThat(found("action^='B'")).containsExactly(upper.id());
    assertThat(found("action^='100%_'")).containsExactly(percent.id());
    assertThat(found("action^='%'")).isEmpty();
    assertThat(found("action='100%_\\done'")).containsExactly(percent.id());
  }

  @Test
  protected void search_numbers_compareByValue() {
    Job low = post(job().priority(5));
    Job high = post(job().priority(40));
    Job none = post(job());
    assertThat(found("priority<40")).containsExactly(low.id());
    assertThat(found("priority<=40")).containsExactlyInAnyOrder(low.id(), high.id());
    assertThat(found("priority>5")).containsExactly(high.id());
    assertThat(found("priority='5'")).containsExactly(low.id());
    assertThat(found("priority='five'")).isEmpty();
    assertThat(found("version=2")).hasSize(3);
    // As in Nuvla, the default priority is not part of the document.
    assertThat(found("priority=999")).isEmpty();
    assertThat(found("priority=null")).containsExactly(none.id());
  }

  @Test
  protected void search_text_isOrderedByBytes() {
    Job upper = post(job().name("Z"));
    Job lower = post(job().name("a"));
    Job accent = post(job().name("ä"));
    assertThat(found("name<'a'")).containsExactly(upper.id());
    assertThat(found("name>='a'")).containsExactlyInAnyOrder(lower.id(), accent.id());
    assertThat(found("name>'z'")).containsExactly(accent.id());
  }

  @Test
  protected void search_dates_compareAsMoments() {
    Instant noon = Instant.parse("2020-06-15T12:00:00Z");
    Job old = post(job().created(noon));
    Job young = post(job());
    assertThat(found("created<'2020-06-15T12:00:00.001Z'")).containsExactly(old.id());
    assertThat(found("created='2020-06-15T14:00:00+02:00'")).containsExactly(old.id());
    assertThat(found("created<=2020-06-15T12:00:00Z")).containsExactly(old.id());
    assertThat(found("created>'2020-06-15'")).containsExactlyInAnyOrder(old.id(), young.id());
    assertThat(found("created>'2021'")).containsExactly(young.id());
    assertThat(found("created='" + noon.toEpochMilli() + "'")).containsExactly(old.id());
    assertThat(found("created!='" + noon.toEpochMilli() + "'")).containsExactly(young.id());
    assertThat(found("created<'2020-06-01||+1M/M'")).containsExactly(old.id());
  }

  @Test
  protected void search_dateMaths_countsFromNow() {
    Instant now = now();
    Job old = post(job().created(now.minusSeconds(8 * 86_400)));
    Job young = post(job().created(now.minusSeconds(3600)));
    Job later = post(job().created(now.minusSeconds(60)).notBefore(now.plusSeconds(7200)));
    assertThat(found("created<'now-7d'")).containsExactly(old.id());
    assertThat(found("created>'now-1d' and created<'now-120s'")).containsExactly(young.id());
    assertThat(found("not-before>'now+1h'")).containsExactly(later.id());
    assertThat(found("not-before<'now+1y'")).containsExactly(later.id());
    assertThat(found("not-before!='now'")).hasSize(3);
    assertThat(found("started=null")).hasSize(3);
  }

  @Test
  protected void search_fullText_findsWordsInSeveralAttributes() {
    Job name = post(job().name("Resize the Image"));
    Job description = post(job().spec(spec -> spec.description("an image, resized")));
    Job tag = post(job().tags("other", "imaging"));
    post(job().action("image"));
    assertThat(found("fulltext=='image'")).containsExactlyInAnyOrder(name.id(), description.id());
    assertThat(found("fulltext=='imag*'"))
        .containsExactlyInAnyOrder(name.id(), description.id(), tag.id());
    assertThat(found("fulltext=='RESIZE other'")).containsExactlyInAnyOrder(name.id(), tag.id());
    assertThat(found("fulltext=='ima'")).isEmpty();
    assertThat(found("name=='the'")).containsExactly(name.id());
    assertThat(found("fulltext=='" + tag.id().uuid() + "'")).containsExactly(tag.id());
  }

  @Test
  protected void search_unknownAndHiddenAttributes_areMissing() {
    Job job = post(job());
    edit(job.id(), j -> j.withStatus(j.status().toBuilder().statusMessage("hello").build()));
    assertThat(found("no-such-attribute='x'")).isEmpty();
    assertThat(found("no-such-attribute=null")).containsExactly(job.id());
    assertThat(found("no-such-attribute!='x'")).containsExactly(job.id());
    assertThat(found("no/such/path>1")).isEmpty();
    assertThat(found("status-message='hello'")).isEmpty();
    assertThat(found("status-message^='h'")).isEmpty();
    assertThat(found("state/deeper='QUEUED'")).isEmpty();
  }

  @Test
  protected void search_andOr_bindAsTheyShould() {
    Job a = post(job().name("a").tags("x"));
    Job b = post(job().name("b").tags("x"));
    Job c = post(job().name("c").tags("y"));
    assertThat(found("name='c' or name='a' and tags='y'")).containsExactly(c.id());
    assertThat(found("(name='c' or name='a') and tags='x'")).containsExactly(a.id());
    assertThat(found("name=['a','b'] and (tags='y' or name='b')")).containsExactly(b.id());
  }

  @Test
  protected void search_thousandsOfTerms_isCarriedOut() {
    Job job = post(job().name("n3999"));
    List<String> terms = IntStream.range(0, 4000).mapToObj(i -> "name='n" + i + "'").toList();
    assertThat(found(String.join(" or ", terms))).containsExactly(job.id());
  }

  @Test
  protected void search_quotesInValues_areOnlyText() {
    Job job = post(job().name("o'hara; drop table job; --"));
    assertThat(found("name=\"o'hara; drop table job; --\"")).containsExactly(job.id());
    assertThat(found("name=\"' or '1'='1\"")).isEmpty();
    assertThat(found("name=='o'")).containsExactly(job.id());
  }

  @Test
  protected void search_order_putsMissingLastBothWays() {
    Job none = post(job());
    Job second = post(job().priority(20));
    Job first = post(job().priority(3));
    assertThat(ordered("priority", false)).containsExactly(first.id(), second.id(), none.id());
    assertThat(ordered("priority", true)).containsExactly(second.id(), first.id(), none.id());
    Job upper = post(job().name("Z"));
    Job lower = post(job().name("a"));
    assertThat(ordered("name", false).subList(0, 2)).containsExactly(upper.id(), lower.id());
    assertThat(ordered("name", true).subList(0, 2)).containsExactly(lower.id(), upper.id());
  }

  @Test
  protected void search_orderBySeveralAndNested_isCarriedOut() {
    Job b2 = post(job().name("b").spec(spec -> spec.target(ResourceRef.of("x/2"))));
    Job a1 = post(job().name("a").spec(spec -> spec.target(ResourceRef.of("x/1"))));
    Job b1 = post(job().name("b").spec(spec -> spec.target(ResourceRef.of("x/1"))));
    List<JobQuery.Order> order =
        List.of(
            new JobQuery.Order(Filter.Path.of("name"), true),
            new JobQuery.Order(Filter.Path.of("target-resource", "href"), false));
    JobQuery query = new JobQuery(Filter.EVERYTHING, null, order, 1, 10, List.of());
    assertThat(idsOf(backend().jobs().search(query).jobs()))
        .containsExactly(b1.id(), b2.id(), a1.id());
  }

  @Test
  protected void search_window_isOneBasedAndInclusive() {
    List<JobId> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(post(job().created(now().minusSeconds(100 - i))).id());
    }
    assertThat(window(1, 2)).isEqualTo(ids.subList(0, 2));
    assertThat(window(2, 4)).isEqualTo(ids.subList(1, 4));
    assertThat(window(5, 5)).isEqualTo(ids.subList(4, 5));
    assertThat(window(4, 100)).isEqualTo(ids.subList(3, 5));
    assertThat(window(6, 100)).isEmpty();
    assertThat(window(1, 0)).isEmpty();
    assertThat(window(4, 3)).isEmpty();
    assertThat(window(0, 1)).isEqualTo(ids.subList(0, 1));
  }

  private List<JobId> window(int first, int last) {
    JobPage page =
        backend()
            .jobs()
            .search(new JobQuery(Filter.EVERYTHING, null, List.of(), first, last, List.of()));
    assertThat(page.count()).isEqualTo(5);
    return idsOf(page.jobs());
  }

  @Test
  protected void search_principals_seeOnlyWhatTheyMay() {
    Job own = post(job().acl(Acl.ownedBy("user/alice")));
    Job viewed = post(job().acl(Acl.ownedBy("user/bob").with(Right.VIEW_META, "group/staff")));
    Job edited = post(job().acl(Acl.ownedBy("user/bob").with(Right.EDIT_DATA, "user/alice")));
    post(job().acl(Acl.ownedBy("user/bob").with(Right.MANAGE, "user/alice")));
    post(job().acl(Acl.ownedBy("user/bob")));
    assertThat(seenBy("user/alice", "group/staff"))
        .containsExactlyInAnyOrder(own.id(), viewed.id(), edited.id());
    assertThat(seenBy("user/alice")).containsExactlyInAnyOrder(own.id(), edited.id());
    assertThat(seenBy("user/alic")).isEmpty();
    assertThat(seenBy("group/nuvla-admin")).hasSize(5);
    assertThat(seenBy()).isEmpty();
  }

  private List<JobId> seenBy(String... principals) {
    JobQuery query =
        new JobQuery(Filter.EVERYTHING, Set.of(principals), List.of(), 1, 100, List.of());
    JobPage page = backend().jobs().search(query);
    assertThat(page.count()).isEqualTo(page.jobs().size());
    return idsOf(page.jobs());
  }

  @Test
  protected void search_afterAnEdit_seesItAtOnce() {
    Job job = post(job());
    editState(job.id(), JobState.CANCELED);
    assertThat(found("state='CANCELED'")).containsExactly(job.id());
    assertThat(found("state=['QUEUED', 'RUNNING']")).isEmpty();
    assertThat(found("progress=100 and ended!=null")).containsExactly(job.id());
  }

  @Test
  protected void search_insideAResult_findsWhatTheDocumentsSay() throws Exception {
    JobId disk = ended("{\"disk\":{\"name\":\"a'b\",\"free\":12.5},\"tags\":[\"x\",[\"y\"]]}");
    JobId list = ended("[{\"disk\":{\"name\":\"z\",\"free\":\"9\"}},{\"disk\":null}]");
    JobId plain = ended("7");
    JobId none = post(job()).id();
    assertThat(found("result/disk/name=\"a'b\"")).containsExactly(disk);
    assertThat(found("result/disk/name!=\"a'b\"")).containsExactlyInAnyOrder(list, plain, none);
    assertThat(found("result/disk/free>9")).containsExactly(disk);
    assertThat(found("result/disk/free=[9, 10]")).containsExactly(list);
    assertThat(found("result/disk^='a'")).isEmpty();
    assertThat(found("result/tags='y'")).containsExactly(disk);
    assertThat(found("result/tags^='x'")).containsExactly(disk);
    assertThat(found("result/disk=null")).containsExactlyInAnyOrder(plain, none);
    assertThat(found("result/disk!=null and state='CANCELED'"))
        .containsExactlyInAnyOrder(disk, list);
    assertThat(found("result=7 or result/disk/name='z'")).containsExactlyInAnyOrder(plain, list);
    assertThat(found("result/disk/size=1")).isEmpty();
  }

  private JobId ended(String result) throws Exception {
    JobId id = post(job()).id();
    Job job = find(id);
    var status = job.status().toBuilder().result(new ObjectMapper().readTree(result));
    backend().jobs().replace(job.withStatus(status.state(JobState.CANCELED).build()));
    return id;
  }

  @Test
  protected void search_insideBackoffAndResources_findsWhatTheDocumentsSay() {
    Map<String, JsonNode> zone = Map.of("zone", JsonNodeFactory.instance.textNode("north"));
    ResourceRef north = new ResourceRef("disk/1", zone);
    Job target = post(job().spec(spec -> spec.target(north)));
    Job affected = post(job().spec(spec -> spec.affected(List.of(ResourceRef.of("x/1"), north))));
    Job retried = post(job().spec(spec -> spec.retry(RetryPolicy.times(3))));
    assertThat(found("target-resource/zone='north'")).containsExactly(target.id());
    assertThat(found("target-resource/zone!='north'"))
        .containsExactlyInAnyOrder(affected.id(), retried.id());
    assertThat(found("affected-resources/zone^='n'")).containsExactly(affected.id());
    assertThat(found("backoff/factor>=1")).containsExactly(retried.id());
    assertThat(found("backoff/initial=null")).containsExactlyInAnyOrder(target.id(), affected.id());
    assertThat(backend().jobs().deleteAll(FilterParser.parse("backoff/max!=null"), null))
        .isEqualTo(1);
    assertThat(found("")).containsExactlyInAnyOrder(target.id(), affected.id());
  }

  private List<JobId> ordered(String attribute, boolean descending) {
    var order = List.of(new JobQuery.Order(Filter.Path.of(attribute), descending));
    JobQuery query = new JobQuery(Filter.EVERYTHING, null, order, 1, 100, List.of());
    return idsOf(backend().jobs().search(query).jobs());
  }

  private List<JobId> found(String filter) {
    Filter parsed = filter.isEmpty() ? Filter.EVERYTHING : FilterParser.parse(filter);
    JobPage page = backend().jobs().search(JobQuery.of(parsed, 100));
    assertThat(page.count()).isEqualTo(page.jobs().size());
    return idsOf(page.jobs());
  }
}
