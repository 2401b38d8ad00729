// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the names of all types to the glossary: one word per concept, one type per name. */
final class NamesTest {

  /**
   * Names of top-level types that nested types repeat, each with its reason: {@code Retry} is the
   * name of an operation that users know; an {@code ApiKey} is one case of the credentials of a
   * client, and cannot be confused with the stored key.
   */
  private static final Set<String> REPEATED = Set.of("Retry", "ApiKey");

  private static final Pattern WORD = Pattern.compile("[A-Z]+(?=[A-Z][a-z])|[A-Z][a-z]*|[A-Z]+");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (?!word |---)([^|]+)\\|");
  private static final Pattern REMARK = Pattern.compile("\\([^)]*\\)");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("dev.baton");

  @Test
  void topLevelTypes_haveDifferentSimpleNames() {
    assertThat(repeated(JavaClass::isTopLevelClass)).isEmpty();
  }

  @Test
  void nestedTypes_haveOtherNamesThanTopLevelTypes() {
    Set<String> topLevel =
        named()
            .filter(JavaClass::isTopLevelClass)
            .map(JavaClass::getSimpleName)
            .collect(Collectors.toSet());
    Set<String> repeated =
        named()
            .filter(type -> !type.isTopLevelClass())
            .map(JavaClass::getSimpleName)
            .filter(topLevel::contains)
            .collect(Collectors.toSet());
    assertThat(repeated).isEqualTo(REPEATED);
  }

  @Test
  void words_areInTheGlossaryOrPlain() throws IOException {
    Set<String> plain = plainWords();
    Set<String> glossary = glossaryWords();
    Set<String> unknown = new TreeSet<>();
    named()
        .forEach(type ->
            words(type.getSimpleName())
                .filter(word -> !plain.contains(word) && !isIn(glossary, word))
                // A driver is named after the product that it uses.
                .filter(word -> !ArchitectureTest.DRIVERS.contains(word))
                .forEach(word -> unknown.add(word + " in " + type.getSimpleName())));
    assertThat(unknown)
        .as("words that are neither in docs/glossary.md nor in plain-words.txt")
        .isEmpty();
  }

  /** A word that no name has any more would hide its return with another meaning. */
  @Test
  void plainWords_areUsedAndNotInTheGlossary() throws IOException {
    Set<String> used =
        named().flatMap(type -> words(type.getSimpleName())).collect(Collectors.toSet());
    assertThat(plainWords()).allSatisfy(word -> assertThat(used).contains(word));
    Set<String> glossary = glossaryWords();
    assertThat(plainWords())
        .doesNotContainAnyElementsOf(ArchitectureTest.DRIVERS)
        .allSatisfy(word -> assertThat(isIn(glossary, word)).isFalse());
  }

  private static List<String> repeated(Predicate<JavaClass> wanted) {
    return named()
        .filter(wanted)
        .collect(Collectors.groupingBy(JavaClass::getSimpleName, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .filter(types -> types.size() > 1)
        .map(types -> types.stream().map(JavaClass::getName).toList().toString())
        .toList();
  }

  private static Stream<JavaClass> named() {
    return CLASSES.stream()
        .filter(type -> !type.isAnonymousClass() && !type.isArray())
        .filter(type -> !type.getSimpleName().equals("package-info"));
  }

  private static Stream<String> words(String name) {
    return WORD.matcher(name)
        .results()
        .map(MatchResult::group)
        .map(word -> word.toLowerCase(Locale.ROOT));
  }

  private static boolean isIn(Set<String> glossary, String word) {
    return Stream.of(
            word,
            word.replaceFirst("s$", ""),
            word.replaceFirst("es$", ""),
            word.replaceFirst("ies$", "y"))
        .anyMatch(glossary::contains);
  }

  private static Set<String> glossaryWords() throws IOException {
    String text = Files.readString(Path.of("../docs/glossary.md"));
    return ROW.matcher(text)
        .results()
        .map(row -> REMARK.matcher(row.group(1)).replaceAll(""))
        .flatMap(words -> Stream.of(words.toLowerCase(Locale.ROOT).split("[^a-z]+")))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toSet());
  }

  private static Set<String> plainWords() throws IOException {
    try (InputStream text =
        Objects.requireNonNull(NamesTest.class.getResourceAsStream("plain-words.txt"))) {
      return new TreeSet<>(
          new String(text.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }
  }
}
