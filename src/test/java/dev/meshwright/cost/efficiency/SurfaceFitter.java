package dev.meshwright.cost.efficiency;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/**
 * Fits the constants of a surface to observations: Nelder-Mead over the logarithms of the constants, minimising the mean of
 * |ln(predicted / measured)|, each row capped at {@link #CAP} so that rows where a kernel was untuned or the measurement
 * went wrong do not pull, and a group of n rows weighing as the root of n so that large tables do not drown small ones. A
 * constant that starts at zero stays zero. Deterministic.
 */
final class SurfaceFitter<S extends Record> {

    private static final double CAP = 0.5;
    private static final int STEPS = 700;
    private static final int RESTARTS = 3;
    private static final int SAMPLE = 6000;

    private final Class<S> type;
    private final List<Observation<S>> observations;
    private final double[] weights;
    private final double[] start;

    @SuppressWarnings("unchecked")
    SurfaceFitter(S start, List<Observation<S>> observations) {
        this.type = (Class<S>) start.getClass();
        this.start = constants(start);
        List<Observation<S>> fitted =
                observations.stream().filter(Observation::fitted).toList();
        int stride = Math.max(1, fitted.size() / SAMPLE);
        this.observations = java.util.stream.IntStream.range(0, fitted.size())
                .filter(i -> i % stride == 0)
                .mapToObj(fitted::get)
                .toList();
        java.util.Map<String, Integer> sizes = new java.util.HashMap<>();
        this.observations.forEach(observation -> sizes.merge(observation.group(), 1, Integer::sum));
        this.weights = this.observations.stream()
                .mapToDouble(observation -> 1 / Math.sqrt(sizes.get(observation.group())))
                .toArray();
        if (this.observations.isEmpty()) {
            throw new IllegalArgumentException("nothing to fit " + type.getSimpleName() + " to");
        }
    }

    S fit() {
        double[] best = start;
        for (int i = 0; i < RESTARTS; i++) {
            best = nelderMead(best, 0.4 / (i + 1));
        }
        return create(best);
    }

    private double[] nelderMead(double[] from, double width) {
        int[] free = java.util.stream.IntStream.range(0, from.length)
                .filter(i -> from[i] > 0)
                .toArray();
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
            double[] centre = centre(points, n, free);
            double[] reflected = along(centre, points[n], free, -1);
            double value = loss(reflected);
            if (value < values[0]) {
                double[] expanded = along(centre, points[n], free, -2);
                double further = loss(expanded);
                replace(points, values, n, further < value ? expanded : reflected, Math.min(further, value));
            } else if (value < values[n - 1]) {
                replace(points, values, n, reflected, value);
            } else {
                double[] contracted = along(centre, points[n], free, value < values[n] ? -0.5 : 0.5);
                double nearer = loss(contracted);
                if (nearer < Math.min(value, values[n])) {
                    replace(points, values, n, contracted, nearer);
                } else {
                    for (int i = 1; i <= n; i++) {
                        double[] shrunk = along(points[0], points[i], free, 0.5);
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

    private static double[] centre(double[][] points, int count, int[] free) {
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

    private static double[] along(double[] centre, double[] point, int[] free, double factor) {
        double[] result = centre.clone();
        for (int index : free) {
            result[index] = centre[index] * Math.pow(point[index] / centre[index], factor);
        }
        return result;
    }

    private double loss(double[] constants) {
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
