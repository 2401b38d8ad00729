// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads files and rewrites the references between them to addresses that contain the hash of the
 * content. A file is read after the files to which it refers, so its hash also covers their
 * content. Therefore the modules must not import each other in a cycle.
 *
 * <p>The rewriting replaces an import map, which would need an inline script.
 */
final class LinkFiles {

  private static final String FOLDER = "/dev/baton/dashboard/static/";
  private static final String WEBJARS = "/META-INF/resources/";

  /** The libraries, by the names under which the modules import them. */
  private static final Map<String, String> LIBRARIES =
      Map.of(
          "preact", WEBJARS + "webjars/preact/10.27.2/dist/preact.module.js",
          "preact/hooks", WEBJARS + "webjars/preact/10.27.2/hooks/dist/hooks.module.js",
          "htm", WEBJARS + "_static/htm/3.1.1/dist/htm.module.js");

  private static final Pattern IMPORT =
      Pattern.compile("\\b(from|import)(\\s*)([\"'])(\\.{1,2}/[^\"'\\n]+|[a-z/]+)\\3");
  private static final Pattern REFERENCE = Pattern.compile("asset:([a-z0-9/.-]+)");
  private static final Pattern SOURCE_MAP = Pattern.compile("(?m)^//# sourceMappingURL=.*$");

  private static final String BASE = "base:";

  private final String basePath;
  private final Map<String, String> addresses = new LinkedHashMap<>();
  private final Map<String, DashboardFile> assets = new LinkedHashMap<>();
  private final Set<String> open = new LinkedHashSet<>();

  /** Creates links that begin with a path, such as {@code /baton}; empty for the root. */
  LinkFiles(String basePath) {
    this.basePath = basePath;
  }

  /** The files by the last segment of their address, each after the files that it refers to. */
  Map<String, DashboardFile> assets() {
    return assets;
  }

  /** Reads the HTML page and everything to which it refers. */
  DashboardFile page(String name) {
    String text =
        replace(REFERENCE, read(FOLDER + name), match -> addressOf(FOLDER + match.group(1)));
    StringBuilder preloads = new StringBuilder();
    for (String asset : assets.keySet()) {
      if (asset.endsWith(".js")) {
        preloads.append("<link rel=\"modulepreload\" href=\"");
        preloads.append(basePath).append(Dashboard.ASSETS).append(asset).append("\">\n");
      }
    }
    return DashboardFile.of(
        "text/html; charset=utf-8",
        text.replace("<!-- preloads -->\n", preloads).replace(BASE, basePath));
  }

  private String addressOf(String resource) {
    String known = addresses.get(resource);
    if (known != null) {
      return known;
    }
    if (!open.add(resource)) {
      throw new IllegalStateException("files of the dashboard import each other: " + open);
    }
    DashboardFile file = DashboardFile.of(typeOf(resource), linked(resource));
    open.remove(resource);
    String name = nameOf(resource, file.hash());
    assets.put(name, file);
    String address = basePath + Dashboard.ASSETS + name;
    addresses.put(resource, address);
    return address;
  }

  private String linked(String resource) {
    String text = read(resource);
    if (!resource.endsWith(".js")) {
      return text;
    }
    String plain = SOURCE_MAP.matcher(text).replaceAll("");
    return replace(
        IMPORT,
        plain,
        match ->
            match.group(1)
                + match.group(2)
                + match.group(3)
                + addressOf(resolve(resource, match.group(4)))
                + match.group(3));
  }

  private static String resolve(String importer, String specifier) {
    if (specifier.startsWith(".")) {
      return URI.create(importer).resolve(specifier).getPath();
    }
    String library = LIBRARIES.get(specifier);
    if (library == null) {
      throw new IllegalStateException(
          importer + " imports '" + specifier + "'; known libraries: " + LIBRARIES.keySet());
    }
    return library;
  }

  private static String replace(
      Pattern pattern, String text, Function<MatchResult, String> replacement) {
    return pattern
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(replacement.apply(match)));
  }

  /** Returns a name such as {@code pages-jobs.0123456789abcdef.js}. */
  private static String nameOf(String resource, String hash) {
    String path =
        resource.startsWith(FOLDER)
            ? resource.substring(FOLDER.length()).replace('/', '-')
            : resource.substring(resource.lastIndexOf('/') + 1);
    int dot = path.lastIndexOf('.');
    return path.substring(0, dot) + "." + hash + path.substring(dot);
  }

  private static String typeOf(String resource) {
    String extension = resource.substring(resource.lastIndexOf('.') + 1);
    return switch (extension) {
      case "js" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "svg" -> "image/svg+xml; charset=utf-8";
      default -> throw new IllegalStateException("no media type is known for " + resource);
    };
  }

  private static String read(String resource) {
    try (InputStream in = LinkFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the file " + resource + " is missing in the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }
}
