package dev.meshwright.question.search.pool;

import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Pools;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Puts instances of two pools onto the GPUs of a cluster, each inside an island or on whole ones. */
public final class PoolPlaces {

    private final List<Bins> bins;
    private final int[] first;

    /** The places of {@code cluster}. */
    public PoolPlaces(Cluster cluster) {
        this.bins = cluster.nodes().stream().map(Bins::of).toList();
        this.first = new int[bins.size()];
        for (int group = 1; group < first.length; group++) {
            first[group] = first[group - 1] + cluster.nodes().get(group - 1).gpus();
        }
    }

    /**
     * An instance by itself, to be put somewhere.
     *
     * @param layout of it on nodes of its own
     * @param group number of the group of nodes that it goes to
     * @param instances how many there are to be
     */
    public record Instance(Layout layout, int group, int instances) {

        private int gpus() {
            return layout.degrees().gpusPerReplica();
        }
    }

    /** Both pools with all their instances; empty where they do not fit. */
    public Optional<Pools> place(Instance prefill, Instance decode) {
        List<int[]> readers;
        List<int[]> writers;
        if (prefill.group() == decode.group()) {
            List<int[]> all = places(prefill.group(), prefill, decode.gpus(), decode.instances());
            readers = all.isEmpty() ? all : all.subList(0, prefill.instances());
            writers = all.isEmpty() ? all : all.subList(prefill.instances(), all.size());
        } else {
            readers = places(prefill.group(), prefill, prefill.gpus(), 0);
            writers = places(decode.group(), decode, decode.gpus(), 0);
        }
        return readers.isEmpty() || writers.isEmpty()
                ? Optional.empty()
                : Optional.of(new Pools(
                        copies(prefill.layout(), readers, first[prefill.group()]),
                        copies(decode.layout(), writers, first[decode.group()])));
    }

    private List<int[]> places(int group, Instance one, int otherGpus, int others) {
        List<Integer> sizes = bins.get(group).sizes();
        boolean allowed = sizes.contains(one.gpus()) && sizes.contains(otherGpus);
        return allowed
                ? bins.get(group).place(one.gpus(), one.instances(), otherGpus, others)
                : inOrder(group, one, otherGpus, others);
    }

    /** One after the other, wherever islands end. */
    private List<int[]> inOrder(int group, Instance one, int otherGpus, int others) {
        List<int[]> places = new ArrayList<>();
        int next = 0;
        for (int number = 0; number < one.instances() + others; number++) {
            int[] gpus = new int[number < one.instances() ? one.gpus() : otherGpus];
            int from = next;
            Arrays.setAll(gpus, index -> from + index);
            next += gpus.length;
            places.add(gpus);
        }
        return next <= bins.get(group).gpus() ? places : List.of();
    }

    /** An instance's layout as often as there are places for it. */
    private static Layout copies(Layout layout, List<int[]> places, int firstGpu) {
        Degrees degrees = layout.degrees().withReplicas(places.size());
        int[] own = layout.devices().all().sorted().toArray();
        int[][] devices = new int[places.size() * degrees.pipeline()][];
        for (int copy = 0; copy < places.size(); copy++) {
            for (int stage = 0; stage < degrees.pipeline(); stage++) {
                int[] ranks = layout.devices().devices(stage);
                for (int rank = 0; rank < ranks.length; rank++) {
                    ranks[rank] = firstGpu + places.get(copy)[Arrays.binarySearch(own, ranks[rank])];
                }
                devices[copy * degrees.pipeline() + stage] = ranks;
            }
        }
        return new Layout(degrees, layout.stages(), layout.experts(), new DeviceMap(devices));
    }
}
