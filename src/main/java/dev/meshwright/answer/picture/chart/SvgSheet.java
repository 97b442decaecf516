package dev.meshwright.answer.picture.chart;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A sheet that becomes SVG. */
final class SvgSheet implements Sheet {

    private final StringBuilder text = new StringBuilder();

    SvgSheet(int width, int height, String title) {
        text.append(String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                                + " font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\" role=\"img\">%n",
                        width,
                        height,
                        width,
                        height)
                .replace("\r", ""));
        text.append("<title>").append(escaped(title)).append("</title>\n");
        box(0, 0, width, height, "#ffffff");
    }

    @Override
    public void box(double x, double y, double width, double height, String colour) {
        add("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>", x, y, width, height, colour);
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, String colour, boolean dashed) {
        add(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"1.5\"%s/>",
                x1, y1, x2, y2, colour, dashed ? " stroke-dasharray=\"5 4\"" : "");
    }

    @Override
    public void dot(double x, double y, double radius, String colour) {
        add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"/>", x, y, radius, colour);
    }

    @Override
    public void words(double x, double y, Anchor anchor, double size, String colour, String words) {
        add(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%.0f\" fill=\"%s\">%s</text>",
                x, y, anchor.name().toLowerCase(Locale.ROOT), size, colour, escaped(words));
    }

    private void add(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** Text that ends no element, without what XML forbids. */
    private static String escaped(String words) {
        return words.replaceAll("[\\p{Cc}\\p{Cs}\\uFFFE\\uFFFF]", "")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    byte[] bytes() {
        return (text + "</svg>\n").getBytes(StandardCharsets.UTF_8);
    }
}
