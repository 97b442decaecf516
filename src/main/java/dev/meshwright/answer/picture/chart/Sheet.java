package dev.meshwright.answer.picture.chart;

/** Something to draw on, whose units are pixels of a screen. */
sealed interface Sheet permits SvgSheet, PixelSheet {

    /** Where a text begins, has its middle, or ends. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** A filled rectangle. */
    void box(double x, double y, double width, double height, String colour);

    /** A line; dashed where {@code dashed}. */
    void line(double x1, double y1, double x2, double y2, String colour, boolean dashed);

    /** A filled circle. */
    void dot(double x, double y, double radius, String colour);

    /** A line of text on its base line. */
    void words(double x, double y, Anchor anchor, double size, String colour, String words);
}
