package dev.meshwright.placement.placing;

import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Device;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.engine.RankOrder;
import dev.meshwright.placement.pipeline.DeviceGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The GPUs of some of a cluster's nodes, and ways to seat tensor groups on them. */
final class DeviceSeats {

    private final Cluster cluster;
    private final Degrees degrees;
    private final boolean[] offered;
    private final boolean acrossIslands;
    private final List<DeviceGroup> groups;
    private final int[] firstOfIsland;

    /**
     * Seats for {@code degrees}.
     *
     * @param nodes to use
     * @param acrossIslands whether tensor groups may lie across islands that could hold them
     */
    DeviceSeats(Cluster cluster, Degrees degrees, NodeSet nodes, boolean acrossIslands) {
        this.cluster = cluster;
        this.offered = offered(cluster, nodes);
        this.acrossIslands = acrossIslands;
        this.degrees = degrees;
        this.firstOfIsland = firstDevices(cluster);
        this.groups = groups(cluster, degrees.tensor()).stream()
                .filter(group -> offered[first(group)] && offered[first(group) + degrees.tensor() - 1])
                .toList();
    }

    private static boolean[] offered(Cluster cluster, NodeSet nodes) {
        boolean[] offered = new boolean[cluster.gpus()];
        int first = 0;
        for (int group = 0; group < cluster.nodes().size(); group++) {
            Arrays.fill(offered, first, first + nodes.gpusOfGroup(cluster).get(group), true);
            first += cluster.nodes().get(group).gpus();
        }
        return offered;
    }

    private int first(DeviceGroup group) {
        return firstOfIsland[group.firstNode()] + group.firstGpu();
    }

    /** What tensor groups of the whole cluster can sit on. */
    static List<DeviceGroup> groups(Cluster cluster, int tensor) {
        List<DeviceGroup.Node> islands = new ArrayList<>();
        for (int kind = 0; kind < cluster.nodes().size(); kind++) {
            NodeGroup group = cluster.nodes().get(kind);
            for (int left = group.gpus(); left > 0; left -= group.islandSize()) {
                islands.add(new DeviceGroup.Node(Math.min(left, group.islandSize()), kind));
            }
        }
        return DeviceGroup.split(islands, tensor);
    }

    /** What tensor groups can sit on, island by island. */
    List<DeviceGroup> groups() {
        return groups;
    }

    /** Whether there is a seat for every tensor group. */
    boolean enough() {
        return groups.size() >= needed();
    }

    private int needed() {
        return degrees.gpus() / degrees.tensor();
    }

    /**
     * Ways to seat all groups of equal GPUs: in order, which keeps whole parts of islands together, and stage by stage on
     * as few islands as are free, evenly where one is not enough.
     *
     * @param regular whether nothing is better than in order
     */
    List<DeviceMap> ofEqualGpus(boolean regular) {
        if (!enough()) {
            return oneAfterTheOther().map(List::of).orElse(List.of());
        }
        int[] inOrder = new int[needed()];
        Arrays.setAll(inOrder, seat -> seat);
        Set<DeviceMap> ways = new LinkedHashSet<>();
        ways.add(devices(inOrder));
        if (!regular) {
            compact().map(this::devices).ifPresent(ways::add);
        }
        return List.copyOf(ways);
    }

    /** Servers on equal parts of nodes, in the order in which an engine counts their ranks. */
    List<DeviceMap> ofEqualParts(RankOrder order) {
        return new EqualParts(cluster, degrees, order, offered, acrossIslands).ways();
    }

    /** GPUs in order across islands, where tensor groups may lie across them; empty where there are too few. */
    private Optional<DeviceMap> oneAfterTheOther() {
        int[] used =
                IntStream.range(0, offered.length).filter(gpu -> offered[gpu]).toArray();
        if (acrossIslands && used.length >= degrees.gpus()) {
            return Optional.of(DeviceMap.inOrder(degrees).on(used));
        }
        return Optional.empty();
    }

    /** Stage by stage: on the island of the stage before if it has room, else on the fullest that has, else on several. */
    private Optional<int[]> compact() {
        List<List<Integer>> free = new ArrayList<>();
        for (int index = 0; index < groups.size(); index++) {
            DeviceGroup group = groups.get(index);
            if (group.nodes() > 1) {
                return Optional.empty();
            }
            while (free.size() <= group.firstNode()) {
                free.add(new ArrayList<>());
            }
            free.get(group.firstNode()).add(index);
        }
        int[] seats = new int[needed()];
        List<Integer> last = List.of();
        for (int seat = 0; seat < seats.length; seat += degrees.data()) {
            List<Integer> islands = islands(free, last);
            int next = seat;
            for (int number = 0; number < islands.size(); number++) {
                List<Integer> island = free.get(islands.get(number));
                int left = seat + degrees.data() - next;
                int share = Math.min(island.size(), Math.ceilDiv(left, islands.size() - number));
                for (int taken = 0; taken < share; taken++) {
                    seats[next++] = island.removeFirst();
                }
            }
            last = islands;
        }
        return Optional.of(seats);
    }

    /** Islands for the next stage, fewest free seats first: their shares are taken in that order. */
    private List<Integer> islands(List<List<Integer>> free, List<Integer> last) {
        int needed = degrees.data();
        if (last.size() == 1 && free.get(last.getFirst()).size() >= needed) {
            return last;
        }
        List<Integer> byRoom = new ArrayList<>();
        for (int island = 0; island < free.size(); island++) {
            if (!free.get(island).isEmpty()) {
                byRoom.add(island);
            }
        }
        Optional<Integer> tightest = byRoom.stream()
                .filter(island -> free.get(island).size() >= needed)
                .min(Comparator.comparingInt(island -> free.get(island).size()));
        if (tightest.isPresent()) {
            return List.of(tightest.get());
        }
        byRoom.sort(Comparator.comparingInt(island -> -free.get(island).size()));
        int room = 0;
        int count = 0;
        while (room < needed) {
            room += free.get(byRoom.get(count++)).size();
        }
        return byRoom.subList(0, count).reversed();
    }

    /** The GPUs of every rank when seat number i is group {@code groupOfSeat[i]}. */
    DeviceMap devices(int[] groupOfSeat) {
        int perStage = degrees.data();
        int[][] rows = new int[degrees.replicas() * degrees.pipeline()][degrees.gpusPerStage()];
        for (int seat = 0; seat < groupOfSeat.length; seat++) {
            DeviceGroup group = groups.get(groupOfSeat[seat]);
            int first = first(group);
            for (int rank = 0; rank < degrees.tensor(); rank++) {
                rows[seat / perStage][seat % perStage * degrees.tensor() + rank] = first + rank;
            }
        }
        return new DeviceMap(rows);
    }

    private static int[] firstDevices(Cluster cluster) {
        List<Device> devices = cluster.devices();
        int islands = devices.getLast().island() + 1;
        int[] first = new int[islands];
        Arrays.fill(first, -1);
        for (Device device : devices) {
            if (first[device.island()] < 0) {
                first[device.island()] = device.index();
            }
        }
        return first;
    }
}
