// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.job.JobSpec;
import dev.baton.job.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class CatalogueTest {
  private static final Caller ALICE =
      new Caller("user/alice", "user/alice", Set.of("user/alice", Principals.USER), null);

  record Resize(@Default("100") int width) {}

  private record Named(String name, Consumer<Registry> content) implements Plugin {
    @Override
    public void register(Registry registry) {
      content.accept(registry);
    }
  }

  private static Plugin plugin(String name, Consumer<Registry> content) {
    return new Named(name, content);
  }

  private static ActionSettings resize(Registry registry) {
    return registry.action("resize_image", Resize.class, (run, parameters) -> {});
  }

  @Test
  void of_plugins_holdsWhatTheyBring() {
    Catalogue catalogue =
        Catalogue.of(
            List.of(
                plugin("images", registry -> resize(registry).description("Resizes")),
                plugin(
                    "more",
                    registry -> {
                      registry.capability("has_gpu", job -> true);
                      registry.distribution("nightly", Schedule.every(Duration.ofDays(1)));
                    })));

    assertThat(catalogue.problems()).isEmpty();
    assertThat(catalogue.plugins())
        .containsExactly(
            new PluginInfo("images", List.of("resize_image"), List.of(), List.of(), List.of()),
            new PluginInfo("more", List.of(), List.of("has_gpu"), List.of("nightly"), List.of()));
    assertThat(catalogue.requireAction("resize_image"))
        .returns("images", ActionDefinition::plugin)
        .returns("Resizes", ActionDefinition::description);
    assertThat(catalogue.capability("has_gpu")).isPresent();
  }

  @Test
  void of_distributionWithoutJobs_postsOneOfItsName() throws Exception {
    Catalogue catalogue =
        Catalogue.of(
            List.of(
                plugin(
                    "p",
                    registry ->
                        registry.distribution("nightly", Schedule.every(Duration.ofDays(1))))));

    Distribution distribution = catalogue.distributions().getFirst();
    assertThat(distribution.election()).isEqualTo("nightly");
    assertThat(distribution.misfire()).isEqualTo(MisfirePolicy.RUN_ONCE);
    assertThat(distribution.overlap()).isEqualTo(OverlapPolicy.SKIP);
    assertThat(((JobSource) distribution.distributionTask()).jobs(Instant.EPOCH, new NoJobs()))
        .containsExactly(JobSpec.of("nightly"));
  }

  @Test
  void of_pluginThatThrows_leavesItOutAsAWhole() {
    Catalogue catalogue =
        Catalogue.of(
            List.of(
                plugin(
                    "broken",
                    registry -> {
                      resize(registry);
                      throw new NoClassDefFoundError("com/acme/Gone");
                    }),
                plugin("fine", registry -> registry.capability("c", job -> true))));

    assertThat(catalogue.problems())
        .containsExactly(new PluginProblem("broken", "NoClassDefFoundError: com/acme/Gone"));
    assertThat(catalogue.action("resize_image")).isEmpty();
    assertThat(catalogue.plugins()).extracting(PluginInfo::name).containsExactly("fine");
  }

  @Test
  void of_pluginWhoseNamesClash_leavesItOutAsAWhole() {
    Catalogue catalogue =
        Catalogue.of(
            List.of(
                plugin("first", CatalogueTest::resize),
                plugin(
                    "second",
                    registry -> {
                      registry.capability("c", job -> true);
                      resize(registry);
                    })));

    assertThat(catalogue.problems())
        .containsExactly(
            new PluginProblem(
                "second", "action 'resize_image' already exists, provided by plugin 'first'"));
    assertThat(catalogue.capability("c")).isEmpty();
  }

  @Test
  void of_namesThatCannotBe_leavesThePluginOut() {
    Catalogue catalogue =
        Catalogue.of(
            List.of(
                plugin("p", registry -> registry.capability("no blanks", job -> true)),
                plugin("two words", registry -> {})));

    assertThat(catalogue.problems())
        .extracting(PluginProblem::message)
        .hasSize(2)
        .allMatch(message -> message.contains("is not a name for a"));
    assertThat(catalogue.plugins()).isEmpty();
  }

  @Test
  void of_pluginWhoseNameThrows_isNamedByItsClass() {
    Plugin nameless =
        new Plugin() {
          @Override
          public String name() {
            throw new IllegalStateException("no name");
          }

          @Override
          public void register(Registry registry) {}
        };
    assertThat(Catalogue.of(List.of(nameless)).problems())
        .containsExactly(
            new PluginProblem(nameless.getClass().getName(), "IllegalStateException: no name"));
  }

  @Test
  void settings_afterRegistration_areRefused() {
    ActionSettings[] kept = new ActionSettings[1];
    Catalogue.of(List.of(plugin("p", registry -> kept[0] = resize(registry))));

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> kept[0].timeout(Duration.ofSeconds(1)));
  }

  @Test
  void requireAction_whenUnknown_suggests() {
    Catalogue catalogue = Catalogue.of(List.of(plugin("p", CatalogueTest::resize)));

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> catalogue.requireAction("resise-image"))
        .withMessage("action 'resise-image' is unknown; did you mean 'resize_image'?");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> catalogue.requireAction("boil"))
        .withMessage("action 'boil' is unknown; known: resize_image");
  }

  @Test
  void checked_fillsInWhatTheSpecDoesNotSay() {
    Catalogue catalogue =
        Catalogue.of(
            List.of(
                plugin(
                    "p",
                    registry ->
                        resize(registry)
                            .requires("gpu", "disk")
                            .timeout(Duration.ofMinutes(1))
                            .retry(RetryPolicy.times(3)))));

    JobSpec plain = catalogue.checked(JobSpec.of("resize_image"), ALICE);
    assertThat(plain.requires()).containsExactly("gpu", "disk");
    assertThat(plain.timeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(plain.retry()).isEqualTo(RetryPolicy.times(3));

    JobSpec own =
        catalogue.checked(
            JobSpec.builder("resize_image")
                .requires(List.of("disk", "net"))
                .timeout(Duration.ofHours(1))
                .retry(RetryPolicy.times(2))
                .build(),
            ALICE);
    assertThat(own.requires()).containsExactly("disk", "net", "gpu");
    assertThat(own.timeout()).isEqualTo(Duration.ofHours(1));
    assertThat(own.retry()).isEqualTo(RetryPolicy.times(2));
  }

  @Test
  void checked_payloadThatDoesNotFit_isRefused() {
    Catalogue catalogue = Catalogue.of(List.of(plugin("p", CatalogueTest::resize)));

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() ->
            catalogue.checked(
                JobSpec.builder("resize_image").payload("{\"widht\": 1}").build(), ALICE))
        .withMessage("parameter 'widht' is unknown; did you mean 'width'?");
  }

  @Test
  void checked_actionForAdministrators_isRefusedToOthers() {
    Catalogue catalogue =
        Catalogue.of(List.of(plugin("p", registry -> resize(registry).adminOnly())));
    JobSpec spec = JobSpec.of("resize_image");

    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> catalogue.checked(spec, ALICE))
        .withMessage("action 'resize_image' may be posted by administrators only");
    assertThat(catalogue.checked(spec, Caller.internal())).isEqualTo(spec);
    assertThat(catalogue.actions().getFirst().adminOnly()).isTrue();
  }
}
