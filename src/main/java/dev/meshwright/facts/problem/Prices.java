package dev.meshwright.facts.problem;

import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Device;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.NodeGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What GPUs cost, as somebody states it: none is built in. A layout pays for the GPUs that it uses; those it leaves out can be given
 * back, or serve something else.
 *
 * @param currency of all prices, as ISO 4217 spells it; empty where there is no price
 * @param perGpuHour price of an hour by the name of the GPU, more than 0
 */
public record Prices(String currency, Map<String, Double> perGpuHour) {

    /** Nobody states any. */
    public static final Prices NONE = new Prices("", Map.of());

    public Prices {
        perGpuHour = Collections.unmodifiableMap(new TreeMap<>(perGpuHour));
    }

    /** Price of an hour of a GPU; empty where it is not stated. */
    public OptionalDouble perHour(Gpu gpu) {
        Double price = perGpuHour.get(gpu.name());
        return price == null ? OptionalDouble.empty() : OptionalDouble.of(price);
    }

    /** Price of an hour of some GPUs of a cluster; empty where one of them has none, or is of no such GPU. */
    public OptionalDouble perHour(Cluster cluster, IntStream indices) {
        if (perGpuHour.isEmpty()) {
            return OptionalDouble.empty();
        }
        List<Device> all = cluster.devices();
        double[] each = indices.mapToDouble(index ->
                        index < all.size() ? perHour(all.get(index).gpu()).orElse(Double.NaN) : Double.NaN)
                .toArray();
        double sum = Arrays.stream(each).sum();
        return Double.isNaN(sum) ? OptionalDouble.empty() : OptionalDouble.of(sum);
    }

    /** Names of the GPUs of a cluster that have no price. */
    public List<String> missing(Cluster cluster) {
        return cluster.nodes().stream()
                .map(NodeGroup::gpu)
                .filter(gpu -> perHour(gpu).isEmpty())
                .map(Gpu::name)
                .distinct()
                .toList();
    }

    /**
     * Price of an hour of the cheapest GPUs of a cluster, by their number, from none to all.
     *
     * @throws java.util.NoSuchElementException where one has no price
     */
    public double[] cheapest(Cluster cluster) {
        List<Double> each = new ArrayList<>();
        for (NodeGroup group : cluster.nodes()) {
            each.addAll(Collections.nCopies(group.gpus(), perHour(group.gpu()).orElseThrow()));
        }
        Collections.sort(each);
        double[] sums = new double[each.size() + 1];
        for (int count = 0; count < each.size(); count++) {
            sums[count + 1] = sums[count] + each.get(count);
        }
        return sums;
    }
}
