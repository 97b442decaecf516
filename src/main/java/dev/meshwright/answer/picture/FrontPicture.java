package dev.meshwright.answer.picture;

import dev.meshwright.answer.FrontAnswer;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.question.front.FrontPoint;
import java.util.ArrayList;
import java.util.List;

/** A front as a picture (SVG): tokens per second of a GPU over those of a user, both from 0, each point with its layout. */
public final class FrontPicture {

    private static final int WIDTH = 860;
    private static final int HEIGHT = 520;
    private static final int LEFT = 80;
    private static final int RIGHT = 640;
    private static final int TOP = 50;
    private static final int BOTTOM = 460;
    private static final int TICKS = 5;
    private static final String INK = "fill=\"#1a1a1a\"";

    private final FrontAnswer answer;
    private final double widest;
    private final double highest;
    private final Svg svg;

    private FrontPicture(FrontAnswer answer) {
        this.answer = answer;
        List<FrontPoint> points = answer.front().points();
        this.widest = points.stream().mapToDouble(FrontPoint::perUser).max().orElse(1);
        this.highest = points.stream().mapToDouble(FrontPoint::perGpu).max().orElse(1);
        String title = answer.problem().model().name() + " on "
                + Figures.number(answer.problem().cluster().gpus(), "GPU");
        this.svg = new Svg(WIDTH, HEIGHT, title);
        svg.text(LEFT, 28, "start", "font-size=\"15\" font-weight=\"bold\" " + INK, title);
    }

    /** The picture. */
    public static String of(FrontAnswer answer) {
        FrontPicture picture = new FrontPicture(answer);
        picture.axes();
        picture.points();
        return picture.svg.toString();
    }

    private double x(double perUser) {
        return LEFT + (RIGHT - LEFT) * perUser / widest;
    }

    private double y(double perGpu) {
        return BOTTOM - (BOTTOM - TOP) * perGpu / highest;
    }

    private void axes() {
        for (int tick = 0; tick <= TICKS; tick++) {
            double across = widest * tick / TICKS;
            double up = highest * tick / TICKS;
            svg.line(x(across), TOP, x(across), BOTTOM, "stroke=\"#e3e6ea\"");
            svg.line(LEFT, y(up), RIGHT, y(up), "stroke=\"#e3e6ea\"");
            svg.text(x(across), BOTTOM + 18, "middle", INK, Figures.plain(across));
            svg.text(LEFT - 8, y(up) + 4, "end", INK, Figures.plain(up));
        }
        svg.text(x(widest / 2), BOTTOM + 40, "middle", INK, "tokens/s of a user");
        svg.upright(22, y(highest / 2), INK, "tokens/s of each GPU");
    }

    /** Between two points nothing is known to be better than the faster one: the front falls in steps. */
    private void points() {
        List<double[]> places = new ArrayList<>();
        List<FrontPoint> points = answer.front().points();
        for (int number = 0; number < points.size(); number++) {
            FrontPoint point = points.get(number);
            double across = x(point.perUser());
            double up = y(point.perGpu());
            places.add(new double[] {across, up});
            if (number > 0 && !answer.byConcurrency()) {
                double before = x(points.get(number - 1).perUser());
                double above = y(points.get(number - 1).perGpu());
                svg.line(before, above, before, up, "stroke=\"#0072b2\"");
                svg.line(before, up, across, up, "stroke=\"#0072b2\"");
            }
            svg.text(across + 8, up - 6, "start", INK, point.layout().degrees().shortName());
        }
        svg.dots(places, 4, "fill=\"#0072b2\"");
    }
}
