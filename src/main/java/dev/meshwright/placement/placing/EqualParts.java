package dev.meshwright.placement.placing;

import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Device;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.engine.RankOrder;
import dev.meshwright.layout.engine.RankOrder.Seat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Servers on equal parts of nodes, as an engine is started on them: of 12 GPUs on nodes of eight, four on each of three nodes,
 * so that two servers fill these. All servers are alike; each takes the nodes with the most room, so that as many fit as do.
 */
final class EqualParts {

    /** Fewer nodes are tried first; more of them add hops. */
    private static final int MOST_WAYS = 2;

    private final Degrees degrees;
    private final RankOrder order;
    private final boolean acrossIslands;
    private final List<List<Device>> nodes = new ArrayList<>();

    EqualParts(Cluster cluster, Degrees degrees, RankOrder order, boolean[] offered, boolean acrossIslands) {
        this.degrees = degrees;
        this.order = order;
        this.acrossIslands = acrossIslands;
        for (Device device : cluster.devices()) {
            while (nodes.size() <= device.node()) {
                nodes.add(new ArrayList<>());
            }
            if (offered[device.index()]) {
                nodes.get(device.node()).add(device);
            }
        }
    }

    /** Ways to seat all servers, fewest nodes of each first; none where they do not fit so. */
    List<DeviceMap> ways() {
        return order.nodes(degrees.cut()).stream()
                .filter(count -> count <= nodes.size() && whole(order.gpus(degrees.cut()) / count))
                .flatMap(count -> seated(count).stream())
                .limit(MOST_WAYS)
                .toList();
    }

    /** Whether tensor groups are whole on nodes, or nodes whole in a group. */
    private boolean whole(int part) {
        return acrossIslands || part % degrees.tensor() == 0 || degrees.tensor() % part == 0;
    }

    private Optional<DeviceMap> seated(int count) {
        int gpus = order.gpus(degrees.cut());
        int part = gpus / count;
        int[] taken = new int[nodes.size()];
        int[][] rows = new int[degrees.replicas() * degrees.pipeline()][degrees.gpusPerStage()];
        for (int server = 0; server < order.servers(degrees.cut()); server++) {
            List<Integer> chosen = IntStream.range(0, nodes.size())
                    .filter(node -> nodes.get(node).size() - taken[node] >= part)
                    .boxed()
                    .sorted(Comparator.comparingInt(node -> -((nodes.get(node).size() - taken[node]) / part)))
                    .limit(count)
                    .sorted()
                    .toList();
            if (chosen.size() < count) {
                return Optional.empty();
            }
            for (int number = 0; number < gpus; number++) {
                int node = chosen.get(number / part);
                Seat seat = order.seat(degrees.cut(), number);
                rows[server * degrees.pipeline() + seat.stage()][seat.rank()] =
                        nodes.get(node).get(taken[node] + number % part).index();
            }
            chosen.forEach(node -> taken[node] += part);
        }
        return Optional.of(new DeviceMap(rows));
    }
}
