package dev.meshwright.placement.experts;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Layers of a problem that differ only in the names of their experts: the same shares in another order, at the same costs.
 * A placement of one is a placement of the other once the experts are renamed by popularity, as good and as close to the
 * same bound.
 */
public final class LayersAlike {

    private final PlainProblem problem;
    private final Map<List<Object>, Integer> first = new HashMap<>();
    private final int[][] byPopularity;

    /** The layers of {@code problem}, which {@link #before} must be asked for in order. */
    public LayersAlike(PlainProblem problem) {
        this.problem = problem;
        this.byPopularity = new int[problem.layers()][];
    }

    /** The first layer that {@code layer} is like; -1 where it is the first of its like. */
    public int before(int layer) {
        byPopularity[layer] = IntStream.range(0, problem.experts())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer expert) -> -problem.share(layer, expert))
                        .thenComparingInt(expert -> expert))
                .mapToInt(Integer::intValue)
                .toArray();
        List<Double> shares = Arrays.stream(byPopularity[layer])
                .mapToObj(expert -> problem.share(layer, expert))
                .toList();
        Integer known = first.putIfAbsent(List.of(problem.cost().kind(layer), shares), layer);
        return known == null ? -1 : known;
    }

    /** The slots of layer {@code from} with the n-th most popular expert of {@code to} for that of {@code from}. */
    public int[] renamed(int[] physicalToLogical, int from, int to) {
        int[] names = new int[problem.experts()];
        for (int rank = 0; rank < names.length; rank++) {
            names[byPopularity[from][rank]] = byPopularity[to][rank];
        }
        return Arrays.stream(physicalToLogical).map(expert -> names[expert]).toArray();
    }
}
