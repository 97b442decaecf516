package dev.meshwright.answer.picture;

import dev.meshwright.answer.FrontAnswer;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.question.front.FrontPoint;
import java.util.ArrayList;
import java.util.List;

/** A front as a picture (SVG): tokens per second of a GPU over those of a user, both from 0 to a round number, each point with its layout. */
public final class FrontPicture {

    private static final int WIDTH = 860;
    private static final int HEIGHT = 520;
    private static final int LEFT = 80;
    private static final int RIGHT = 640;
    private static final int TOP = 50;
    private static final int BOTTOM = 460;
    /** Ticks of an axis beside that at 0, at most. */
    private static final int MOST_TICKS = 6;

    private static final String INK = "fill=\"#1a1a1a\"";

    private final FrontAnswer answer;
    private final Axis across;
    private final Axis up;
    private final Svg svg;

    /**
     * An axis with ticks at round numbers: 1, 2 or 5 times a power of ten apart.
     *
     * @param step from one tick to the next
     * @param ticks beside that at 0; the last lies at what is shown or beyond
     */
    record Axis(double step, int ticks) {

        /** The axis with the closest ticks on which {@code most} can be shown. */
        static Axis of(double most) {
            double power = Math.pow(10, Math.floor(Math.log10(most / MOST_TICKS)));
            double step = 10 * power;
            for (double rounded : new double[] {5 * power, 2 * power, power}) {
                step = most / rounded <= MOST_TICKS ? rounded : step;
            }
            // Quotients of decimal steps lie a rounding error beside whole numbers.
            return new Axis(step, (int) Math.max(1, Math.ceil(most / step - 1e-9)));
        }

        double end() {
            return step * ticks;
        }
    }

    private FrontPicture(FrontAnswer answer) {
        this.answer = answer;
        List<FrontPoint> points = answer.front().points();
        this.across =
                Axis.of(points.stream().mapToDouble(FrontPoint::perUser).max().orElse(1));
        this.up = Axis.of(points.stream().mapToDouble(FrontPoint::perGpu).max().orElse(1));
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
        return LEFT + (RIGHT - LEFT) * perUser / across.end();
    }

    private double y(double perGpu) {
        return BOTTOM - (BOTTOM - TOP) * perGpu / up.end();
    }

    private void axes() {
        for (int tick = 0; tick <= across.ticks(); tick++) {
            double value = across.step() * tick;
            svg.line(x(value), TOP, x(value), BOTTOM, "stroke=\"#e3e6ea\"");
            svg.text(x(value), BOTTOM + 18, "middle", INK, Figures.plain(value));
        }
        for (int tick = 0; tick <= up.ticks(); tick++) {
            double value = up.step() * tick;
            svg.line(LEFT, y(value), RIGHT, y(value), "stroke=\"#e3e6ea\"");
            svg.text(LEFT - 8, y(value) + 4, "end", INK, Figures.plain(value));
        }
        svg.text((LEFT + RIGHT) / 2.0, BOTTOM + 40, "middle", INK, "tokens/s of a user");
        svg.upright(22, (TOP + BOTTOM) / 2.0, INK, "tokens/s of each GPU");
    }

    /** Between two points nothing is known to be better than the faster one: the front falls in steps. */
    private void points() {
        List<double[]> places = new ArrayList<>();
        List<FrontPoint> points = answer.front().points();
        for (int number = 0; number < points.size(); number++) {
            FrontPoint point = points.get(number);
            double right = x(point.perUser());
            double down = y(point.perGpu());
            places.add(new double[] {right, down});
            if (number > 0 && !answer.byConcurrency()) {
                double before = x(points.get(number - 1).perUser());
                double above = y(points.get(number - 1).perGpu());
                svg.line(before, above, before, down, "stroke=\"#0072b2\"");
                svg.line(before, down, right, down, "stroke=\"#0072b2\"");
            }
            svg.text(right + 8, down - 6, "start", INK, point.plan().shortName());
        }
        svg.dots(places, 4, "fill=\"#0072b2\"");
    }
}
