// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import dev.baton.error.BatonException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the plugins of the jars in a folder, each jar with a separate class loader. A plugin shares
 * the API of Baton, slf4j and Jackson with Baton. All other classes come from its own jar first, so
 * plugins may contain libraries in other versions. A broken jar is listed in {@link #problems()}
 * and does not affect the others. After close, no further classes can be loaded.
 */
public final class PluginLoader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginLoader.class);

  private static final String SERVICES = "META-INF/services/" + Plugin.class.getName();

  private final List<PluginClassLoader> classLoaders = new ArrayList<>();
  private final List<Plugin> plugins = new ArrayList<>();
  private final List<PluginProblem> problems = new ArrayList<>();

  private PluginLoader() {}

  /**
   * Loads every {@code *.jar} of the folder, in the order of their names.
   *
   * @throws InvalidInputException if the folder does not exist or may not be read
   * @throws UnavailableException if the folder or a jar cannot be read now, for example because
   *     this process has no free file descriptor; a later call may succeed
   */
  public static PluginLoader load(Path folder) {
    PluginLoader loader = new PluginLoader();
    try {
      jars(folder).forEach(loader::loadJar);
      return loader;
    } catch (UnavailableException e) {
      loader.close();
      throw e;
    }
  }

  /** One instance of each found plugin, in order. The plugins are not registered yet. */
  public List<Plugin> plugins() {
    return List.copyOf(plugins);
  }

  /** The jars that contained no plugin, or a plugin that could not be created, with the reasons. */
  public List<PluginProblem> problems() {
    return List.copyOf(problems);
  }

  @Override
  public void close() {
    for (PluginClassLoader classLoader : classLoaders) {
      try {
        classLoader.close();
      } catch (IOException e) {
        LOG.warn(
            "plugin could not be closed; its files stay open until the process ends: plugin={}",
            classLoader.getName(),
            e);
      }
    }
  }

  private static List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(
          "plugin folder '" + folder + "' does not exist; create it, or name another");
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".jar"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable("plugin folder '" + folder + "'", e);
    }
  }

  /**
   * Distinguishes errors that the user must correct from errors that may end by themselves. Without
   * this distinction, a process that starts while no file descriptor is free would exit, or run
   * without the actions of a jar.
   *
   * @param what the name of the file or folder
   */
  static BatonException unreadable(String what, IOException e) {
    boolean isPermanent =
        e instanceof AccessDeniedException
            || e instanceof NoSuchFileException
            || e instanceof NotDirectoryException
            || e instanceof ZipException;
    String message = what + " cannot be read: " + one(e);
    return isPermanent
        ? new InvalidInputException(message, e)
        : new UnavailableException(message, e);
  }

  private void loadJar(Path jar) {
    String name = jar.getFileName().toString();
    try {
      checkJar(jar);
      PluginClassLoader classLoader = PluginClassLoader.of(jar);
      classLoaders.add(classLoader);
      plugins.addAll(instances(classLoader));
    } catch (UnavailableException e) {
      throw e;
    } catch (Throwable e) {
      // Catches everything, including linkage errors, because one jar must not disable the others.
      problems.add(new PluginProblem(name, said(e)));
    }
  }

  /**
   * Checks a jar before it is given to a class loader, which would report a broken jar only as a
   * missing plugin.
   */
  private static void checkJar(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      if (file.getEntry(SERVICES) == null) {
        throw new InvalidInputException(
            "contains no plugin; expected the file " + SERVICES + " in it");
      }
    } catch (IOException e) {
      throw unreadable("the jar '" + jar + "'", e);
    }
  }

  private static List<Plugin> instances(PluginClassLoader classLoader) {
    List<Plugin> found = new ArrayList<>();
    ServiceLoader.load(Plugin.class, classLoader).stream()
        .filter(provider -> provider.type().getClassLoader() == classLoader)
        .forEach(provider -> found.add(provider.get()));
    if (found.isEmpty()) {
      throw new InvalidInputException("contains no plugin; expected a class named in " + SERVICES);
    }
    return found;
  }

  /**
   * Joins the messages of an exception and of its causes. A message of an exception that is not
   * Baton's is preceded by the name of its class.
   */
  static String said(Throwable thrown) {
    StringBuilder text = new StringBuilder(one(thrown));
    Throwable cause = thrown.getCause();
    for (int depth = 0; cause != null && depth < 5; depth++, cause = cause.getCause()) {
      text.append(": ").append(one(cause));
    }
    return text.toString();
  }

  private static String one(Throwable thrown) {
    String message = thrown.getMessage();
    if (thrown instanceof BatonException && message != null) {
      return message;
    }
    String kind = thrown.getClass().getSimpleName();
    return message == null ? kind : kind + ": " + message;
  }
}
