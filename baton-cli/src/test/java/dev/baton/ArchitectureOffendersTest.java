// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Checks that each rule of {@link ArchitectureTest} reports classes that break the rule. */
final class ArchitectureOffendersTest {

  private static final Pattern CLASS =
      Pattern.compile("package (?<package>[\\w.]+); (?:public )?class (?<name>\\w+) .*");

  /** For each rule, classes of which at least one breaks the rule. */
  private static final Map<String, List<String>> OFFENDERS =
      Map.ofEntries(
          Map.entry(
              "packages have no cycles",
              List.of(
                  "package dev.baton.error; public class Offender { dev.baton.job.Other other; }",
                  "package dev.baton.job; public class Other { dev.baton.error.Offender one; }")),
          Map.entry(
              "packages are in the list", List.of("package dev.baton.misc; class Offender { }")),
          Map.entry(
              "core packages depend on earlier ones only",
              List.of("package dev.baton.error; class Offender { dev.baton.job.Job job; }")),
          Map.entry(
              "drivers depend on the core only",
              List.of(
                  "package dev.baton.jdbc; class Offender { dev.baton.cimi.CimiBackend cimi; }")),
          Map.entry(
              "the external board uses no client library",
              List.of(
                  "package dev.baton.externalboard; class Offender { javax.sql.DataSource pool;"
                      + " }")),
          Map.entry(
              "application packages depend on earlier ones only",
              List.of("package dev.baton.config; class Offender { dev.baton.cli.Main main; }")),
          Map.entry(
              "the testkit depends on the core only",
              List.of("package dev.baton.testkit; class Offender { dev.baton.cli.Main main; }")),
          Map.entry(
              "a driver has one public type",
              List.of(
                  "package dev.baton.jdbc; public class Offender { }",
                  "package dev.baton.jdbc; public class Other { }")),
          Map.entry(
              "public types of shared parts are used elsewhere",
              List.of("package dev.baton.externalboard; public class Offender { }")),
          Map.entry(
              "time is read in service only",
              List.of(
                  "package dev.baton.job; class Offender { Object now = new java.util.Date(); }")),
          Map.entry(
              "virtual threads are started in service only",
              List.of(
                  "package dev.baton.job; class Offender { Object made = Thread.ofVirtual(); }")),
          Map.entry(
              "exits of processes need no common pool",
              List.of(
                  "package dev.baton.job; class Offender { Object of(Process process) { return"
                      + " process.onExit(); } }")),
          Map.entry(
              "owners of loops are services",
              List.of(
                  "package dev.baton.job; class Offender { dev.baton.service.PollLoop loop ="
                      + " dev.baton.service.PollLoop.of(\"role\", null); }")),
          Map.entry(
              "logs go to SLF4J",
              List.of("package dev.baton.job; class Offender { java.util.logging.Logger log; }")),
          Map.entry(
              "standard streams belong to the command line",
              List.of("package dev.baton.job; class Offender { Object out = System.out; }")));

  @TempDir Path folder;

  @Test
  void offenders_areGivenForEveryRule() {
    assertThat(OFFENDERS.keySet())
        .containsExactlyInAnyOrderElementsOf(ArchitectureTest.rules().keySet());
  }

  @TestFactory
  List<DynamicTest> rule_onAnOffender_fails() {
    return OFFENDERS.entrySet().stream()
        .map(offence ->
            DynamicTest.dynamicTest(
                offence.getKey(), () -> fails(offence.getKey(), offence.getValue())))
        .toList();
  }

  private void fails(String name, List<String> sources) throws IOException {
    JavaClasses offenders = compile(Files.createDirectory(folder.resolve(name)), sources);
    List<String> found = new ArrayList<>();
    for (ArchRule rule : ArchitectureTest.rules().getOrDefault(name, List.of())) {
      found.addAll(rule.allowEmptyShould(true).evaluate(offenders).getFailureReport().getDetails());
    }
    assertThat(found).anyMatch(violation -> violation.contains("Offender"));
  }

  private static JavaClasses compile(Path classes, List<String> sources) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path")));
    for (String source : sources) {
      Matcher type = CLASS.matcher(source);
      assertThat(type.matches()).as(source).isTrue();
      Path packageFolder = classes.resolve(type.group("package"));
      Files.createDirectories(packageFolder);
      Path file = packageFolder.resolve(type.group("name") + ".java");
      arguments.add(Files.writeString(file, source).toString());
    }
    String[] words = arguments.toArray(String[]::new);
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, words)).isZero();
    return new ClassFileImporter().importPath(classes);
  }
}
