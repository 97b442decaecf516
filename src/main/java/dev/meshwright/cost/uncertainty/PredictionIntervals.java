package dev.meshwright.cost.uncertainty;

import dev.meshwright.base.resource.NamedConstants;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** How far measurements lie from predictions of their kind, from {@code efficiency/residuals.properties}. */
public final class PredictionIntervals {

    private static final String RESOURCE = "/dev/meshwright/efficiency/residuals.properties";

    /** Rows of serving were measured on that many GPUs at most. */
    private static final int LARGEST_BOARD = 8;

    private final NamedConstants values;

    private PredictionIntervals(NamedConstants values) {
        this.values = values;
    }

    private static final class Standard {
        private static final PredictionIntervals INTERVALS = new PredictionIntervals(NamedConstants.read(RESOURCE));
    }

    /**
     * Where eight of ten measurements lie.
     *
     * @param low a tenth lies below
     * @param high a tenth lies above
     * @param rows measurements that say so
     * @param phase of those measurements; another than the prediction's where its own has none
     * @param outside in what the question lies outside of what was measured, in words; empty where it does not
     */
    public record Interval(double low, double high, int rows, Phase phase, List<String> outside) {
        public Interval {
            outside = List.copyOf(outside);
        }
    }

    /** The name of a measure of a phase in the file of residuals. */
    public static String key(Phase phase, Measure measure) {
        String[] words = measure.name().toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder name = new StringBuilder(words[0]);
        for (int word = 1; word < words.length; word++) {
            name.append(Character.toUpperCase(words[word].charAt(0))).append(words[word], 1, words[word].length());
        }
        return phase.words() + "." + name;
    }

    /** The name of a measure of serving with as many requests in flight as {@code band} has. */
    public static String key(LoadBand band, Measure measure) {
        return key(Phase.SERVING, measure) + "." + band.key();
    }

    /** The name of a measure of serving outside of what the others measured. */
    public static String elsewhereKey(Measure measure) {
        return key(Phase.SERVING, measure) + ".elsewhere";
    }

    /** The residuals that come with Meshwright. */
    public static PredictionIntervals standard() {
        return Standard.INTERVALS;
    }

    /** Residuals as the file of residuals holds them. */
    public static PredictionIntervals of(NamedConstants values) {
        return new PredictionIntervals(values);
    }

    /**
     * Where measurements of {@code measure} lie when {@code predicted} is predicted; empty without measured rows. Decode on
     * one board is most of serving there, and many more rows measured that, on 1 to 8 GPUs; measured units of decode have
     * their experts on more. A rack is the same however it is written, as one node of 72 GPUs or as 18 of 4.
     *
     * <p>Serving is off alike within a band of requests in flight; outside of what was measured it is off as rows were that
     * other people measured elsewhere.
     */
    public Optional<Interval> interval(Problem problem, Measure measure, double predicted) {
        boolean oneBoard = problem.cluster().gpus() <= LARGEST_BOARD
                && problem.cluster().groupsInIslands(problem.cluster().gpus()) == 1;
        List<Phase> phases =
                problem.workload() instanceof Decode && oneBoard ? List.of(Phase.SERVING) : phases(problem.workload());
        return phases.getFirst() == Phase.SERVING
                ? serving(Circumstances.of(problem), measure, predicted)
                : interval(phases, measure, predicted);
    }

    /** The same of serving under {@code asked}. */
    public Optional<Interval> serving(Circumstances asked, Measure measure, double predicted) {
        List<String> outside = MeasuredRange.read(values).outside(asked);
        String all = key(Phase.SERVING, measure);
        String band = asked.inFlight() > 0 ? key(LoadBand.of(asked.inFlight()), measure) : all;
        String elsewhere = elsewhereKey(measure);
        return (outside.isEmpty() ? Optional.<Interval>empty() : interval(elsewhere, Phase.SERVING, predicted, outside))
                .or(() -> interval(band, Phase.SERVING, predicted, outside))
                .or(() -> interval(all, Phase.SERVING, predicted, outside));
    }

    /** The same from the first of {@code phases} that has measured rows. */
    public Optional<Interval> interval(List<Phase> phases, Measure measure, double predicted) {
        return phases.stream()
                .flatMap(phase -> interval(key(phase, measure), phase, predicted, List.of()).stream())
                .findFirst();
    }

    private Optional<Interval> interval(String key, Phase phase, double predicted, List<String> outside) {
        OptionalDouble low = values.find(key + ".low");
        OptionalDouble high = values.find(key + ".high");
        // ln(predicted / measured) = high means that the measurement lies that far below.
        return low.isPresent() && high.isPresent()
                ? Optional.of(new Interval(
                        predicted * Math.exp(-high.getAsDouble()),
                        predicted * Math.exp(-low.getAsDouble()),
                        (int) values.find(key + ".rows").orElse(0),
                        phase,
                        outside))
                : Optional.empty();
    }

    /**
     * By how much the ratio of two layouts' throughput is off in eight of ten measured pairs, as |ln|; empty without
     * measured pairs.
     */
    public OptionalDouble pairSpread(Workload workload) {
        return phases(workload).stream()
                .flatMapToDouble(phase -> values.find(phase.words() + ".pairs.spread").stream())
                .findFirst();
    }

    /** How many pairs stand behind {@link #pairSpread}. */
    public int pairs(Workload workload) {
        return (int) phases(workload).stream()
                .flatMapToDouble(phase -> values.find(phase.words() + ".pairs.rows").stream())
                .findFirst()
                .orElse(0);
    }

    /** Standard deviation of ln(predicted / measured), as far as the quantiles tell: a normal one's are 2.56 apart. */
    public OptionalDouble spread(Phase phase, Measure measure) {
        String key = key(phase, measure);
        OptionalDouble low = values.find(key + ".low");
        OptionalDouble high = values.find(key + ".high");
        return low.isPresent() && high.isPresent()
                ? OptionalDouble.of((high.getAsDouble() - low.getAsDouble()) / 2.56)
                : OptionalDouble.empty();
    }

    /** Phases whose measurements speak for a workload, its own first: decode steps are most of serving, prompts are not. */
    private static List<Phase> phases(Workload workload) {
        return switch (workload) {
            case Serving serving -> List.of(Phase.SERVING);
            case Decode decode -> List.of(Phase.DECODE, Phase.SERVING);
            case Prefill prefill -> List.of(Phase.PREFILL);
            case Training training -> List.of(Phase.TRAINING);
        };
    }
}
