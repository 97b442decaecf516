package dev.meshwright.answer.picture;

import java.util.List;
import java.util.Locale;

/** A picture in the making; no library, numbers with a point whatever the locale. */
final class Svg {

    private final StringBuilder text = new StringBuilder();

    /** An empty picture on white: pages in dark colours would swallow dark axes. */
    Svg(int width, int height, String title) {
        text.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                        + " font-family=\"Helvetica, Arial, sans-serif\" font-size=\"12\" role=\"img\">\n",
                width,
                height,
                width,
                height));
        text.append("<title>").append(escape(title)).append("</title>\n");
        text.append(String.format("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>%n", width, height)
                .replace("\r", ""));
    }

    Svg line(double x1, double y1, double x2, double y2, String style) {
        return element("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>", x1, y1, x2, y2, style);
    }

    Svg rectangle(double x, double y, double width, double height, String style) {
        return element(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" %s/>",
                x, y, Math.max(0, width), height, style);
    }

    /** Dots of one style; each is x and y. */
    Svg dots(List<double[]> places, double radius, String style) {
        element("<g %s>", style);
        places.forEach(place -> element("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>", place[0], place[1], radius));
        return element("</g>");
    }

    Svg polygon(String points, String style) {
        return element("<polygon points=\"%s\" %s/>", points, style);
    }

    /** Text whose {@code anchor} is start, middle or end. */
    Svg text(double x, double y, String anchor, String style, String words) {
        return element(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>", x, y, anchor, style, escape(words));
    }

    /** Text from bottom to top around its middle. */
    Svg upright(double x, double y, String style, String words) {
        return element(
                "<text transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\" %s>%s</text>",
                x, y, style, escape(words));
    }

    private Svg element(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
        return this;
    }

    private static String escape(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public String toString() {
        return text + "</svg>\n";
    }
}
