// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads plugins from jars that the test compiles. */
final class PluginLoaderTest {
  private static final String SERVICE = "META-INF/services/dev.baton.plugin.Plugin";

  @TempDir Path folder = Path.of("");
  @TempDir Path work = Path.of("");

  private JarBuilder jar(String name) {
    return new JarBuilder(work.resolve(name), folder.resolve(name + ".jar"));
  }

  private static String pluginSource(String name, String members) {
    return """
    import dev.baton.plugin.*;
    public final class %s implements Plugin {
      %s
      @Override public void register(Registry registry) {
        registry.capability("of_" + name().toLowerCase(), job -> true);
      }
    }
    """
        .formatted(name, members);
  }

  private JarBuilder good(String name) {
    return jar(name).source(name, pluginSource(name, "")).file(SERVICE, name);
  }

  @Test
  void load_ofGoodJars_givesTheirPluginsInOrder() throws Exception {
    good("Two").build();
    good("One").build();
    Files.writeString(folder.resolve("readme.txt"), "not a jar");

    try (PluginLoader loader = PluginLoader.load(folder)) {
      Catalogue catalogue = Catalogue.of(List.of(), loader);
      assertThat(catalogue.problems()).isEmpty();
      assertThat(catalogue.plugins()).extracting(PluginInfo::name).containsExactly("One", "Two");
      assertThat(catalogue.capabilities()).containsOnlyKeys("of_one", "of_two");
    }
  }

  @Test
  void load_ofBrokenJars_namesThemAndLoadsTheOthers() throws Exception {
    good("Fine").build();
    Files.writeString(folder.resolve("garbage.jar"), "this is no zip");
    jar("empty").source("Nothing", "class Nothing {}").build();
    jar("gone").source("Other", "class Other {}").file(SERVICE, "NotThere").build();
    jar("throwing")
        .source(
            "Throwing",
            pluginSource(
                "Throwing", "public Throwing() { throw new IllegalStateException(\"no key\"); }"))
        .file(SERVICE, "Throwing")
        .build();
    jar("wrongtype").source("Wrong", "public class Wrong {}").file(SERVICE, "Wrong").build();

    try (PluginLoader loader = PluginLoader.load(folder)) {
      assertThat(loader.plugins()).extracting(Plugin::name).containsExactly("Fine");
      assertThat(loader.problems())
          .extracting(PluginProblem::plugin)
          .containsExactly("empty.jar", "garbage.jar", "gone.jar", "throwing.jar", "wrongtype.jar");
      assertThat(problem(loader, "empty.jar"))
          .isEqualTo("contains no plugin; expected the file " + SERVICE + " in it");
      assertThat(problem(loader, "garbage.jar"))
          .contains("garbage.jar' cannot be read: ZipException");
      assertThat(problem(loader, "gone.jar")).contains("NotThere not found");
      assertThat(problem(loader, "throwing.jar")).contains("no key");
      assertThat(problem(loader, "wrongtype.jar")).contains("not a subtype");
    }
  }

  @Test
  void unreadable_withoutFreeFileDescriptors_isTriedAgain() {
    IOException noDescriptor = new FileSystemException("plugins", null, "Too many open files");

    assertThat(PluginLoader.unreadable("plugin folder 'plugins'", noDescriptor))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("plugin folder 'plugins' cannot be read")
        .hasMessageContaining("Too many open files");
  }

  @Test
  void unreadable_withoutPermission_isAnErrorOfTheUser() {
    assertThat(PluginLoader.unreadable("plugin folder 'p'", new AccessDeniedException("p")))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void load_ofJarForANewerJava_namesIt() throws Exception {
    good("Newer").classVersion(999).build();

    try (PluginLoader loader = PluginLoader.load(folder)) {
      assertThat(loader.plugins()).isEmpty();
      assertThat(problem(loader, "Newer.jar")).contains("UnsupportedClassVersionError");
    }
  }

  @Test
  void load_ofJarWhoseLibraryIsMissing_namesIt() throws Exception {
    jar("Needy")
        .source("Needy", pluginSource("Needy", "private final Helper helper = new Helper();"))
        .source("Helper", "class Helper {}")
        .without("Helper")
        .file(SERVICE, "Needy")
        .build();

    try (PluginLoader loader = PluginLoader.load(folder)) {
      assertThat(problem(loader, "Needy.jar")).contains("NoClassDefFoundError").contains("Helper");
    }
  }

  @Test
  void load_ofPluginsWithTheSameLibrary_keepsTheirVersionsApart() throws Exception {
    for (String version : List.of("One", "Two")) {
      String members = "@Override public String name() { return lib.Version.NAME.toString(); }";
      jar(version)
          .source(version, pluginSource(version, members))
          .source(
              "lib.Version",
              "package lib; public class Version { public static final StringBuilder NAME ="
                  + " new StringBuilder(\"lib"
                  + version
                  + "\"); }")
          .file(SERVICE, version)
          .build();
    }

    try (PluginLoader loader = PluginLoader.load(folder)) {
      assertThat(loader.plugins()).extracting(Plugin::name).containsExactly("libOne", "libTwo");
    }
  }

  @Test
  void classes_ofThePluginComeFirst_butNotThoseOfTheApi() throws Exception {
    // The jar has its own version of a class that is also on Baton's class path, and its own copy
    // of an API class.
    String members =
        "@Override public String name() { return org.assertj.core.api.Assertions.OWN.toString(); }";
    jar("Own")
        .source("Own", pluginSource("Own", members))
        .source(
            "org.assertj.core.api.Assertions",
            "package org.assertj.core.api; public class Assertions { public static final"
                + " StringBuilder OWN = new StringBuilder(\"own\"); }")
        .source(
            "dev.baton.plugin.MisfirePolicy",
            "package dev.baton.plugin; public enum MisfirePolicy {NONE}")
        .file(SERVICE, "Own")
        .build();

    try (PluginLoader loader = PluginLoader.load(folder)) {
      assertThat(loader.plugins()).extracting(Plugin::name).containsExactly("own");
      ClassLoader own = loader.plugins().getFirst().getClass().getClassLoader();
      assertThat(own.loadClass("dev.baton.plugin.MisfirePolicy")).isSameAs(MisfirePolicy.class);
    }
  }

  @Test
  void resources_ofThePluginAreItsOwn() throws Exception {
    good("Own").file("config.txt", "mine").build();

    try (PluginLoader loader = PluginLoader.load(folder)) {
      ClassLoader own = loader.plugins().getFirst().getClass().getClassLoader();
      try (var stream = own.getResourceAsStream("config.txt")) {
        assertThat(stream).isNotNull().hasContent("mine");
      }
    }
  }

  @Test
  void load_ofAFolderThatIsNotThere_saysSo() {
    Path gone = folder.resolve("gone");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> PluginLoader.load(gone).close())
        .withMessage("plugin folder '" + gone + "' does not exist; create it, or name another");
  }

  @Test
  void load_ofAnEmptyFolder_givesNothing() {
    try (PluginLoader loader = PluginLoader.load(folder)) {
      assertThat(loader.plugins()).isEmpty();
      assertThat(loader.problems()).isEmpty();
    }
  }

  private static String problem(PluginLoader loader, String file) {
    return loader.problems().stream()
        .filter(problem -> problem.plugin().equals(file))
        .findFirst()
        .map(PluginProblem::message)
        .orElseThrow(() -> new AssertionError(file + " is no problem"));
  }
}
