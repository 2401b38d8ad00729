// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.baton.engine.Engine;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import dev.baton.service.WriteBatcher;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Checks that all modules follow the designed architecture. */
final class ArchitectureTest {
  /**
   * The packages of the core, and last the built-in parts. Each package may depend only on packages
   * before it in the list.
   */
  private static final List<String> CORE =
      List.of(
          "error",
          "access",
          "filter",
          "trace",
          "service",
          "tls",
          "election",
          "job",
          "statistics",
          "member",
          "board",
          "engine",
          "flow",
          "logbook",
          "backend",
          "flowrunner",
          "protocol",
          "memory",
          "plugin",
          "executor",
          "jobservice",
          "distributor",
          "actions");

  /**
   * The parts that several drivers share. A part may use the core only. The pom of a driver names
   * the parts that it uses.
   */
  private static final List<String> SHARED_PARTS = List.of("httpclient", "externalboard");

  /**
   * The packages of the application. Each may depend on the core, the drivers and the application
   * packages before it.
   */
  private static final List<String> APP =
      List.of(
          "config",
          "dashboard",
          "chart",
          "server",
          "rest",
          "console",
          "client",
          "launch",
          "doctor",
          "demo",
          "cli");

  /**
   * The contract suites. They may depend on the core only, and no main class of another module may
   * use them.
   */
  private static final String TESTKIT = "testkit";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          // Also excludes the test classes of a fast build, which are in another folder.
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("dev.baton");

  /**
   * The driver packages: each package that is named after its module and is in no other list. Each
   * may depend on the core and on shared parts, but not on another driver.
   */
  static final List<String> DRIVERS = drivers();

  private static final Set<String> BANNED_CALLS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.Thread.sleep",
          "java.util.concurrent.TimeUnit.sleep",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone",
          "java.time.Clock.system",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.LocalTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.util.Date.<init>");

  /** A call of {@link #BANNED_CALLS} in a source. */
  private static final Pattern CLOCK_READ =
      Pattern.compile(
          "\\b(Instant|LocalTime|(Local|Offset|Zoned)Date(Time)?)\\.now\\("
              + "|\\b(System\\.(nanoTime|currentTimeMillis)|Thread\\.sleep)\\(");

  private static final Set<String> UNLISTED_THREADS =
      Set.of(
          "java.lang.Thread.ofVirtual",
          "java.lang.Thread.startVirtualThread",
          "java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor",
          "com.sun.management.HotSpotDiagnosticMXBean.dumpThreads");

  private static final Pattern STRESS = Pattern.compile("class (\\w+?)Stress(?:Test)? extends ");

  private static final Set<String> STANDARD_STREAMS =
      Set.of("java.lang.System.out", "java.lang.System.err");

  private static List<String> drivers() {
    Set<String> drivers = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      String name = type.getPackageName().replaceFirst("dev\\.baton\\.?", "");
      // The place is the folder of a module, or a jar whose name begins with that of the module.
      if (Pattern.compile("/baton-" + name + "[-/]").matcher(place(type)).find()) {
        drivers.add(name);
      }
    }
    CORE.forEach(drivers::remove);
    APP.forEach(drivers::remove);
    drivers.remove(TESTKIT);
    return List.copyOf(drivers);
  }

  /** All rules, by what they say. Some have one rule for each package. */
  static Map<String, List<ArchRule>> rules() {
    Map<String, List<ArchRule>> rules = new LinkedHashMap<>();
    rules.put("packages have no cycles", List.of(noCycles()));
    rules.put("packages are in the list", List.of(onlyListedPackages()));
    rules.put("core packages depend on earlier ones only", corePackagesInOrder().toList());
    rules.put("drivers depend on the core only", driversApart().toList());
    rules.put(
        "the external board uses no client library", List.of(noClientLibraryInExternalBoard()));
    rules.put("application packages depend on earlier ones only", appPackagesInOrder().toList());
    rules.put("the testkit depends on the core only", List.of(testkitDependsOnCore()));
    rules.put("a driver has one public type", List.of(onePublicType()));
    rules.put("public types of shared parts are used elsewhere", List.of(usedPublicTypes()));
    rules.put("time is read in service only", List.of(timeFromClock()));
    rules.put("virtual threads are started in service only", List.of(virtualThreadsFromThreads()));
    rules.put("exits of processes need no common pool", List.of(noExitOnCommonPool()));
    rules.put("owners of loops are services", List.of(loopsInServices()));
    rules.put("logs go to SLF4J", List.of(logsToSlf4j()));
    rules.put("standard streams belong to the command line", List.of(noStandardStreams()));
    return rules;
  }

  /** Without drivers, the rules about drivers would check nothing. */
  @Test
  void drivers_areFound() {
    assertThat(DRIVERS)
        .contains(
            "cimi",
            "docker",
            "jdbc",
            "kubernetes",
            "opentelemetry",
            "redis",
            "remote",
            "slurm",
            "zookeeper")
        .doesNotContainAnyElementsOf(SHARED_PARTS);
  }

  @TestFactory
  Stream<DynamicTest> rules_onTheProgram_hold() {
    return rules().entrySet().stream()
        .flatMap(rules ->
            rules.getValue().stream()
                .map(rule -> DynamicTest.dynamicTest(rules.getKey(), () -> rule.check(CLASSES))));
  }

  @Test
  void tests_readNoClock() throws IOException {
    List<String> readers = new ArrayList<>();
    for (Path file : testSources()) {
      // The tests of the campaign shift the real clock.
      if (!file.startsWith("../baton-campaign")
          && CLOCK_READ.matcher(Files.readString(file)).find()) {
        readers.add(file.toString());
      }
    }
    assertThat(readers).as("files that can use ManualClock or Clock.system()").isEmpty();
  }

  /** A service passes the stress test if a class is named after it: {@code <Service>Stress}. */
  @Test
  void services_haveAStressTest() throws IOException {
    Set<String> stressed = new HashSet<>();
    for (Path file : testSources()) {
      STRESS
          .matcher(Files.readString(file))
          .results()
          .forEach(found -> stressed.add(found.group(1)));
    }
    assertThat(CLASSES.stream().filter(ArchitectureTest::isService).map(JavaClass::getSimpleName))
        .hasSizeGreaterThan(20)
        .allSatisfy(service -> assertThat(stressed).contains(service));
  }

  private static boolean ownsLoop(JavaClass type) {
    return type.getFields().stream().anyMatch(field -> isLoop(field.getRawType()))
        && type.getCodeUnitCallsFromSelf().stream()
            .map(call -> call.getTarget())
            .anyMatch(target ->
                isLoop(target.getOwner())
                    && (target instanceof AccessTarget.ConstructorCallTarget
                        || isLoop(target.getRawReturnType())));
  }

  private static boolean isLoop(JavaClass type) {
    return type.isEquivalentTo(PollLoop.class) || type.isEquivalentTo(WriteBatcher.class);
  }

  private static boolean isPartOfService(JavaClass type) {
    return type.isAssignableTo(Service.class)
        || type.getEnclosingClass().filter(ArchitectureTest::isPartOfService).isPresent();
  }

  private static boolean isService(JavaClass type) {
    return type.isAssignableTo(Service.class)
        && !type.isInterface()
        && !type.getModifiers().contains(JavaModifier.ABSTRACT);
  }

  private static List<Path> testSources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (DirectoryStream<Path> modules = Files.newDirectoryStream(Path.of(".."), "baton-*")) {
      for (Path module : modules) {
        Path tests = module.resolve("src/test/java");
        if (Files.isDirectory(tests)) {
          try (Stream<Path> files = Files.walk(tests)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }

  /**
   * A type that creates a poll loop or a write batcher for a field of its own also stops it, so the
   * type is a service.
   */
  private static ArchRule loopsInServices() {
    return classes()
        .that(describe("own a loop", ArchitectureTest::ownsLoop))
        // An engine is a resource that is open from its creation to its close.
        .and(describe("are no engines", type -> !type.isAssignableTo(Engine.class)))
        .should(
            ArchCondition.from(
                describe("be part of a service", ArchitectureTest::isPartOfService)));
  }

  private static ArchRule noCycles() {
    return slices().matching("dev.baton.(**)").should().beFreeOfCycles();
  }

  private static ArchRule onlyListedPackages() {
    List<String> known =
        Stream.of(CORE, DRIVERS, APP, SHARED_PARTS, List.of(TESTKIT))
            .flatMap(Collection::stream)
            .toList();
    return classes()
        .should()
        .resideInAnyPackage(trees(known))
        .because("a new package needs its place in the order of docs and of this test");
  }

  /**
   * Maven sees to the dependencies between modules, but not to a package that two modules share.
   */
  @Test
  void package_isInOneModule() {
    Map<String, Set<String>> places = new TreeMap<>();
    CLASSES.forEach(type ->
        places.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>()).add(place(type)));
    places.values().removeIf(modules -> modules.size() == 1);
    assertThat(places).isEmpty();
  }

  private static Stream<ArchRule> corePackagesInOrder() {
    return CORE.stream()
        .map(name -> {
          List<String> later = CORE.subList(CORE.indexOf(name) + 1, CORE.size());
          List<String> forbidden =
              Stream.of(later, DRIVERS, APP, SHARED_PARTS, List.of(TESTKIT))
                  .flatMap(Collection::stream)
                  .toList();
          return independence(name, forbidden);
        });
  }

  private static Stream<ArchRule> driversApart() {
    return Stream.concat(
        DRIVERS.stream()
            .map(name ->
                independence(name, forbiddenTo(name, List.of(DRIVERS, APP, List.of(TESTKIT))))),
        SHARED_PARTS.stream()
            .map(name ->
                independence(
                    name,
                    forbiddenTo(name, List.of(DRIVERS, SHARED_PARTS, APP, List.of(TESTKIT))))));
  }

  private static List<String> forbiddenTo(String name, List<List<String>> packages) {
    return packages.stream().flatMap(List::stream).filter(other -> !other.equals(name)).toList();
  }

  private static ArchRule noClientLibraryInExternalBoard() {
    return noClasses()
        .that()
        .resideInAPackage("dev.baton.externalboard..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("dev.baton..", "java..", "org.slf4j..", "org.jspecify..")
        .because("every driver of a board has its own client library");
  }

  private static Stream<ArchRule> appPackagesInOrder() {
    return APP.stream()
        .map(name -> {
          List<String> later = APP.subList(APP.indexOf(name) + 1, APP.size());
          List<String> forbidden =
              Stream.of(later, List.of(TESTKIT)).flatMap(List::stream).toList();
          return independence(name, forbidden);
        });
  }

  private static ArchRule testkitDependsOnCore() {
    return independence(
        TESTKIT, Stream.of(DRIVERS, APP, SHARED_PARTS).flatMap(Collection::stream).toList());
  }

  private static ArchRule onePublicType() {
    return classes()
        .that()
        .resideInAnyPackage(trees(DRIVERS))
        .and()
        .areTopLevelClasses()
        .and()
        .arePublic()
        .should(new BeAloneInTheirPackage());
  }

  private static ArchRule usedPublicTypes() {
    return classes()
        .that()
        .resideInAnyPackage(trees(SHARED_PARTS))
        .and()
        .areTopLevelClasses()
        .and()
        .arePublic()
        .should(
            ArchCondition.from(
                describe("be used by another package", ArchitectureTest::isUsedElsewhere)));
  }

  private static boolean isUsedElsewhere(JavaClass type) {
    return type.getDirectDependenciesToSelf().stream()
        .anyMatch(use -> !use.getOriginClass().getPackage().equals(type.getPackage()));
  }

  private static ArchRule timeFromClock() {
    return noClasses()
        .that()
        .resideOutsideOfPackages("dev.baton.service..")
        .should()
        .accessTargetWhere(
            describe("read a clock", access -> BANNED_CALLS.contains(name(access.getTarget()))))
        .because("time comes from dev.baton.service.Clock, so that tests can move it");
  }

  private static ArchRule virtualThreadsFromThreads() {
    return noClasses()
        .that()
        .resideOutsideOfPackages("dev.baton.service..")
        .should()
        .accessTargetWhere(
            describe(
                "start a virtual thread that Threads does not list",
                access -> UNLISTED_THREADS.contains(name(access.getTarget()))))
        .because("the JVM's own list of virtual threads crashes JDK 25 (JDK-8364343)");
  }

  private static ArchRule noExitOnCommonPool() {
    return noClasses()
        .should()
        .callMethod(Process.class, "onExit")
        .because("a process that leaves its pipes to others can block it; use ProcessExit");
  }

  private static ArchRule logsToSlf4j() {
    // A data source must mention its java.util.logging parent, even if it has none. The log of a
    // library that uses java.util.logging can be turned off only there.
    return noClasses()
        .that()
        .areNotAssignableTo(DataSource.class)
        .and()
        .doNotHaveSimpleName("SilenceLibraryLog")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging..")
        .because("logs go to SLF4J");
  }

  private static ArchRule noStandardStreams() {
    return noClasses()
        .should()
        .accessTargetWhere(
            describe(
                "use a standard stream outside dev.baton.cli",
                access ->
                    STANDARD_STREAMS.contains(name(access.getTarget()))
                        && !resideInAPackage("dev.baton.cli..").test(access.getOriginOwner())))
        .because("only the command line talks to the terminal");
  }

  private static ArchRule independence(String name, List<String> forbidden) {
    return noClasses()
        .that()
        .resideInAPackage("dev.baton." + name + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(trees(forbidden));
  }

  private static String[] trees(List<String> names) {
    return names.stream().map(name -> "dev.baton." + name + "..").toArray(String[]::new);
  }

  /** The folder or jar that a class comes from. */
  private static String place(JavaClass type) {
    String location = type.getSource().orElseThrow().getUri().toString();
    return location.substring(0, location.indexOf(type.getPackageName().replace('.', '/')));
  }

  private static String name(AccessTarget target) {
    return target.getOwner().getFullName() + "." + target.getName();
  }

  private static final class BeAloneInTheirPackage extends ArchCondition<JavaClass> {
    private final Map<String, JavaClass> firsts = new HashMap<>();

    BeAloneInTheirPackage() {
      super("be the only public top-level type of their package");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      JavaClass first = firsts.putIfAbsent(type.getPackageName(), type);
      if (first != null) {
        String message = type.getName() + " and " + first.getName() + " are both public";
        events.add(SimpleConditionEvent.violated(type, message));
      }
    }
  }
}
