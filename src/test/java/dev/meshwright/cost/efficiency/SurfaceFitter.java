package dev.meshwright.cost.efficiency;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Fits the constants of a surface to observations: Nelder-Mead over the logarithms of the constants, minimising the mean of
 * |ln(predicted / measured)|, each row capped at {@link #CAP} so that rows where a kernel was untuned or the measurement
 * went wrong do not pull, and every group of rows weighs the same so that large tables do not drown small ones. A
 * constant that starts at zero stays zero. Deterministic.
 */
final class SurfaceFitter<S extends Record> {

    private static final double CAP = 0.5;
    /**
     * No kernel sustains more of a data sheet's peak; without the cap a fit trades it against the other constants. Where the
     * constants say besides what keeps a kernel from its peak (power, softmax), the cap is what H20's reach.
     */
    private static final Map<String, Double> LARGEST = Map.of("computeFraction", 0.85, "memoryFraction", 0.95);

    private static final double LARGEST_EXPLAINED = 0.97;
    private static final Set<String> EXPLANATIONS = Set.of("flopsPerJoule", "softmaxSeconds");

    /** A group of fewer rows counts as so many, lest a handful of rows weighs as a table. */
    private static final int SMALLEST_GROUP = 20;

    private static final int STEPS = 700;
    private static final int RESTARTS = 3;
    private static final int SAMPLE = 6000;

    private final Class<S> type;
    private final List<Observation<S>> observations;
    private final double[] weights;
    private final double[] start;
    private final int[] free;
    private final double[] largest;

    @SuppressWarnings("unchecked")
    SurfaceFitter(S start, List<Observation<S>> observations, Set<String> held) {
        this.type = (Class<S>) start.getClass();
        this.start = constants(start);
        RecordComponent[] components = type.getRecordComponents();
        this.free = IntStream.range(0, components.length)
                .filter(i -> this.start[i] > 0 && !held.contains(components[i].getName()))
                .toArray();
        this.largest = Arrays.stream(components)
                .mapToDouble(component -> component.getName().equals("computeFraction") && explained(start)
                        ? LARGEST_EXPLAINED
                        : LARGEST.getOrDefault(component.getName(), Double.POSITIVE_INFINITY))
                .toArray();
        List<Observation<S>> fitted =
                observations.stream().filter(Observation::fitted).toList();
        int stride = Math.max(1, fitted.size() / SAMPLE);
        this.observations = IntStream.range(0, fitted.size())
                .filter(i -> i % stride == 0)
                .mapToObj(fitted::get)
                .toList();
        Map<String, Integer> sizes = new HashMap<>();
        this.observations.forEach(observation -> sizes.merge(observation.group(), 1, Integer::sum));
        this.weights = this.observations.stream()
                .mapToDouble(observation -> 1.0 / Math.max(SMALLEST_GROUP, sizes.get(observation.group())))
                .toArray();
        if (this.observations.isEmpty()) {
            throw new IllegalArgumentException("nothing to fit " + type.getSimpleName() + " to");
        }
    }

    private static boolean explained(Record start) {
        return Arrays.stream(start.getClass().getRecordComponents())
                .anyMatch(component -> EXPLANATIONS.contains(component.getName()) && value(start, component) > 0);
    }

    S fit() {
        double[] best = start;
        for (int i = 0; i < RESTARTS; i++) {
            best = nelderMead(best, 0.4 / (i + 1));
        }
        return create(best);
    }

    private double[] nelderMead(double[] from, double width) {
        int n = free.length;
        double[][] points = new double[n + 1][];
        double[] values = new double[n + 1];
        for (int i = 0; i <= n; i++) {
            points[i] = from.clone();
            if (i > 0) {
                points[i][free[i - 1]] *= Math.exp(i % 2 == 0 ? width : -width);
            }
            values[i] = loss(points[i]);
        }
        for (int step = 0; step < STEPS; step++) {
            sort(points, values);
            double[] centre = centre(points, n);
            double[] reflected = along(centre, points[n], -1);
            double value = loss(reflected);
            if (value < values[0]) {
                double[] expanded = along(centre, points[n], -2);
                double further = loss(expanded);
                replace(points, values, n, further < value ? expanded : reflected, Math.min(further, value));
            } else if (value < values[n - 1]) {
                replace(points, values, n, reflected, value);
            } else {
                double[] contracted = along(centre, points[n], value < values[n] ? -0.5 : 0.5);
                double nearer = loss(contracted);
                if (nearer < Math.min(value, values[n])) {
                    replace(points, values, n, contracted, nearer);
                } else {
                    for (int i = 1; i <= n; i++) {
                        double[] shrunk = along(points[0], points[i], 0.5);
                        replace(points, values, i, shrunk, loss(shrunk));
                    }
                }
            }
        }
        sort(points, values);
        return points[0];
    }

    private static void replace(double[][] points, double[] values, int at, double[] point, double value) {
        points[at] = point;
        values[at] = value;
    }

    private static void sort(double[][] points, double[] values) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
        double[][] oldPoints = points.clone();
        double[] oldValues = values.clone();
        for (int i = 0; i < order.length; i++) {
            points[i] = oldPoints[order[i]];
            values[i] = oldValues[order[i]];
        }
    }

    private double[] centre(double[][] points, int count) {
        double[] centre = points[0].clone();
        for (int index : free) {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += Math.log(points[i][index]);
            }
            centre[index] = Math.exp(sum / count);
        }
        return centre;
    }

    private double[] along(double[] centre, double[] point, double factor) {
        double[] result = centre.clone();
        for (int index : free) {
            result[index] = centre[index] * Math.pow(point[index] / centre[index], factor);
        }
        return result;
    }

    private double loss(double[] constants) {
        for (int i = 0; i < constants.length; i++) {
            if (constants[i] > largest[i]) {
                return Double.POSITIVE_INFINITY;
            }
        }
        S surface;
        try {
            surface = create(constants);
        } catch (IllegalArgumentException outOfRange) {
            return Double.POSITIVE_INFINITY;
        }
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            Observation<S> observation = observations.get(i);
            double ratio = observation.predicted().applyAsDouble(surface) / observation.measuredSeconds();
            sum += weights[i] * (ratio > 0 ? Math.min(Math.abs(Math.log(ratio)), CAP) : CAP);
        }
        return sum;
    }

    private S create(double[] constants) {
        Object[] values = Arrays.stream(constants).boxed().toArray();
        Class<?>[] types = new Class<?>[constants.length];
        Arrays.fill(types, double.class);
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double[] constants(Record surface) {
        return Arrays.stream(surface.getClass().getRecordComponents())
                .mapToDouble(component -> value(surface, component))
                .toArray();
    }

    static double value(Record surface, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return (double) component.getAccessor().invoke(surface);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
