// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.graph;

import dev.baton.logbook.AtomKind;
import java.util.Map;

/** Writes a picture that needs nothing from elsewhere: no script, no font, no style sheet. */
final class WriteSvg {

  private static final String FONT = "DejaVu Sans, Verdana, Helvetica, Arial, sans-serif";
  private static final String DASHES = " stroke-dasharray=\"5 3\"";

  private final Labels labels;
  private final StringBuilder out = new StringBuilder();

  WriteSvg(Map<String, Mark> marks) {
    this.labels = new Labels(marks);
  }

  String write(Drawing drawing) {
    head(drawing);
    drawing.places().stream()
        .filter(place -> place.part() instanceof Part.Box)
        .forEach(place -> box((Part.Box) place.part(), place));
    drawing.lines().forEach(this::arrow);
    for (Drawing.Place place : drawing.places()) {
      if (place.part() instanceof Part.Leaf leaf) {
        leaf(leaf, place);
      }
    }
    line("</svg>");
    return out.toString();
  }

  private void head(Drawing drawing) {
    String width = number(drawing.width());
    String height = number(drawing.height());
    line(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" \
        font-family="%s" font-size="12">\
        """
            .formatted(width, height, width, height, FONT));
    line("<title>%s</title>".formatted(escaped(drawing.places().getFirst().part().name())));
    line(
        """
        <defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" \
        markerHeight="8" orient="auto"><path d="M0 0.8 L8 4 L0 7.2 z" fill="%s"/></marker></defs>\
        """
            .formatted(Palette.ARROW));
    line("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
  }

  private void box(Part.Box box, Drawing.Place place) {
    line(
        """
        <g><title>%s</title><rect %s rx="8" fill="%s" stroke="%s"/>\
        """
            .formatted(escaped(box.name()), rectangle(place), Palette.BOX_FILL, Palette.BOX_LINE));
    line(
        """
        <text x="%s" y="%s" font-size="11" fill="%s">%s</text></g>\
        """
            .formatted(
                number(place.x() + 12),
                number(place.y() + 19),
                Palette.FAINT,
                escaped(Labels.title(box))));
  }

  private void leaf(Part.Leaf leaf, Drawing.Place place) {
    Palette palette = labels.palette(leaf);
    double radius = leaf.kind() == AtomKind.RETRY ? place.height() / 2 : 6;
    double middle = place.x() + place.width() / 2;
    line(
        """
        <g><title>%s</title><rect %s rx="%s" fill="%s" stroke="%s" stroke-width="1.5"%s/>\
        """
            .formatted(
                escaped(leaf.name() + ": " + labels.below(leaf)),
                rectangle(place),
                number(radius),
                palette.fill(),
                palette.line(),
                palette.isDashed() ? DASHES : ""));
    text(middle, place.y() + 18, "12", Palette.TEXT, Labels.name(leaf));
    text(middle, place.y() + 33, "10", Palette.FAINT, labels.below(leaf));
    line("</g>");
  }

  private void text(double x, double y, String size, String color, String text) {
    line(
        """
        <text x="%s" y="%s" font-size="%s" fill="%s" text-anchor="middle">%s</text>\
        """
            .formatted(number(x), number(y), size, color, escaped(text)));
  }

  private void arrow(Drawing.Line drawn) {
    StringBuilder path = new StringBuilder();
    for (Drawing.Point point : drawn.points()) {
      path.append(path.isEmpty() ? "M" : " L");
      path.append(number(point.x())).append(' ').append(number(point.y()));
    }
    line(
        """
        <path d="%s" fill="none" stroke="%s" stroke-width="1.2"%s marker-end="url(#tip)">%s</path>\
        """
            .formatted(
                path,
                Palette.ARROW,
                drawn.arrow().isDecided() ? DASHES : "",
                title(drawn.arrow())));
  }

  private static String title(Part.Arrow arrow) {
    String symbols = String.join(", ", arrow.symbols().stream().sorted().toList());
    String text = arrow.isDecided() ? (symbols + " if decided so").strip() : symbols;
    return text.isEmpty() ? "" : "<title>" + escaped(text) + "</title>";
  }

  private static String rectangle(Drawing.Place place) {
    return "x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\""
        .formatted(
            number(place.x()), number(place.y()), number(place.width()), number(place.height()));
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String number(double value) {
    double rounded = Math.rint(value * 10) / 10;
    return rounded == Math.rint(rounded) ? String.valueOf((long) rounded) : String.valueOf(rounded);
  }

  /** Names come from plugins: none may become markup, nor a character that XML does not have. */
  static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(character -> {
          switch (character) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '"' -> safe.append("&quot;");
            case '\'' -> safe.append("&#39;");
            default -> safe.appendCodePoint(isXml(character) ? character : 0xFFFD);
          }
        });
    return safe.toString();
  }

  private static boolean isXml(int character) {
    return character == '\t'
        || character == '\n'
        || (character >= 0x20 && character <= 0xD7FF)
        || (character >= 0xE000 && character <= 0xFFFD)
        || character >= 0x10000;
  }
}
