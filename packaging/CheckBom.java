// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks a release against its software bill of materials (CycloneDX, JSON): every jar is listed,
 * every library has an allowed licence, and no version is banned. Also writes the list of libraries
 * with their licences.
 */
final class CheckBom {

  private static final String USAGE =
      """
      Usage: CheckBom BOM LIB-FOLDER POLICY-FOLDER THIRD-PARTY-FILE [ADVISORIES]
        BOM               the software bill of materials, bom.json
        LIB-FOLDER        the folder with the jars of the release
        POLICY-FOLDER     the folder with licenses.txt and banned-versions.txt
        THIRD-PARTY-FILE  the list of libraries and licences to write
        ADVISORIES        a file with the form of banned-versions.txt, with newer advisories
      Exit code: 0 all checks pass, 1 a check fails, 2 wrong use.\
      """;

  /** A library in the bill of materials; the licences are SPDX names. */
  private record Library(String group, String name, String version, Set<String> licences) {
    String coordinates() {
      return group + ":" + name;
    }

    String jar() {
      return name + "-" + version;
    }
  }

  /** A line of a list of banned versions. */
  private record Ban(String coordinates, String firstAllowed, String reason) {}

  private CheckBom() {}

  public static void main(String[] args) throws IOException {
    if (args.length < 4 || args.length > 5) {
      System.err.println(USAGE);
      System.exit(2);
    }
    List<Library> libraries = read(Path.of(args[0]));
    List<String> problems = new ArrayList<>();
    checkJars(libraries, Path.of(args[1]), problems);
    checkLicences(libraries, lines(Path.of(args[2], "licenses.txt")), problems);
    checkVersions(libraries, Path.of(args[2], "banned-versions.txt"), problems);
    if (args.length == 5) {
      checkVersions(libraries, Path.of(args[4]), problems);
    }
    writeThirdParty(libraries, Path.of(args[3]));
    problems.forEach(problem -> System.err.println("check of the release: " + problem));
    System.exit(problems.isEmpty() ? 0 : 1);
  }

  private static List<Library> read(Path bom) throws IOException {
    JsonNode document = new ObjectMapper().readTree(bom.toFile());
    List<Library> libraries = new ArrayList<>();
    for (JsonNode component : document.path("components")) {
      Set<String> licences = new TreeSet<>();
      for (JsonNode each : component.path("licenses")) {
        JsonNode licence = each.path("license");
        String text = licence.path("id").asText(licence.path("name").asText());
        licences.add(each.has("expression") ? each.path("expression").asText() : text);
      }
      libraries.add(
          new Library(
              component.path("group").asText(),
              component.path("name").asText(),
              component.path("version").asText(),
              licences));
    }
    return libraries;
  }

  private static void checkJars(List<Library> libraries, Path folder, List<String> problems)
      throws IOException {
    Set<String> listed = libraries.stream().map(Library::jar).collect(Collectors.toSet());
    Set<String> jars;
    try (Stream<Path> files = Files.list(folder)) {
      jars =
          files
              .map(file -> file.getFileName().toString().replaceFirst("\\.jar$", ""))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    for (String jar : jars) {
      boolean isOwn = jar.startsWith("baton-cli-");
      if (!isOwn
          && listed.stream().noneMatch(each -> jar.equals(each) || jar.startsWith(each + "-"))) {
        problems.add("'" + jar + ".jar' is in the release, but not in the bill of materials");
      }
    }
    for (Library library : libraries) {
      if (jars.stream().noneMatch(jar -> jar.startsWith(library.jar()))) {
        problems.add(
            "'"
                + library.jar()
                + "' is in the bill of materials, but its jar is not in the release");
      }
    }
  }

  private static void checkLicences(
      List<Library> libraries, List<String> allowed, List<String> problems) {
    for (Library library : libraries) {
      boolean fits =
          library.licences().stream()
              .flatMap(CheckBom::alternatives)
              .anyMatch(licence ->
                  allowed.contains(licence)
                      || allowed.contains(licence + " only " + library.coordinates()));
      if (!fits) {
        problems.add(
            library.coordinates()
                + " "
                + library.version()
                + " has the licences "
                + library.licences()
                + "; allowed: "
                + String.join(", ", allowed));
      }
    }
  }

  /** The licences of an expression with OR, of which a user of the library chooses one. */
  private static Stream<String> alternatives(String licence) {
    return Stream.of(licence.replaceAll("[()]", "").split(" OR ")).map(String::strip);
  }

  private static void checkVersions(List<Library> libraries, Path file, List<String> problems)
      throws IOException {
    for (String line : lines(file)) {
      String[] parts = line.split("\\s+", 3);
      if (parts.length < 3) {
        problems.add(
            file
                + " has the line '"
                + line
                + "'; expected GROUP:NAME FIRST-ALLOWED-VERSION REASON");
        continue;
      }
      Ban ban = new Ban(parts[0], parts[1], parts[2]);
      for (Library library : libraries) {
        if (library.coordinates().equals(ban.coordinates())
            && compare(library.version(), ban.firstAllowed()) < 0) {
          problems.add(
              "%s %s is banned (%s); use %s or later"
                  .formatted(
                      library.coordinates(), library.version(), ban.reason(), ban.firstAllowed()));
        }
      }
    }
  }

  /** Compares versions by their numbers; text between the numbers has no meaning. */
  private static int compare(String left, String right) {
    List<Long> a = numbers(left);
    List<Long> b = numbers(right);
    for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
      int order = Long.compare(i < a.size() ? a.get(i) : 0, i < b.size() ? b.get(i) : 0);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static List<Long> numbers(String version) {
    return Pattern.compile("\\d{1,18}")
        .matcher(version)
        .results()
        .map(number -> Long.valueOf(number.group()))
        .toList();
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  private static void writeThirdParty(List<Library> libraries, Path file) throws IOException {
    List<String> text = new ArrayList<>();
    text.add("The libraries in this release and their licences. bom.json has more about each.");
    text.add("");
    libraries.stream()
        .filter(library -> !library.group().equals("dev.baton"))
        .map(library ->
            "%s:%s:%s  %s"
                .formatted(
                    library.group(),
                    library.name(),
                    library.version(),
                    String.join(", ", library.licences())))
        .distinct()
        .sorted()
        .forEach(text::add);
    Files.write(file, text);
  }
}
