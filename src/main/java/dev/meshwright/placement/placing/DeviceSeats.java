package dev.meshwright.placement.placing;

import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Device;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.placement.pipeline.DeviceGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The GPUs of some of a cluster's node groups, and ways to seat tensor groups on them. */
final class DeviceSeats {

    private final Cluster cluster;
    private final Degrees degrees;
    private final Set<Integer> sites;
    private final boolean acrossIslands;
    private final List<DeviceGroup> groups;
    private final int[] firstOfIsland;

    /**
     * Seats for {@code degrees}.
     *
     * @param sites numbers of the node groups to use
     * @param acrossIslands whether tensor groups may lie across islands that could hold them
     */
    DeviceSeats(Cluster cluster, Degrees degrees, Set<Integer> sites, boolean acrossIslands) {
        this.cluster = cluster;
        this.sites = Set.copyOf(sites);
        this.acrossIslands = acrossIslands;
        this.degrees = degrees;
        this.groups = groups(cluster, degrees.tensor()).stream()
                .filter(group -> sites.contains(group.kind()))
                .toList();
        this.firstOfIsland = firstDevices(cluster);
    }

    private static List<DeviceGroup> groups(Cluster cluster, int tensor) {
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

    /** GPUs in order across islands, where tensor groups may lie across them; empty where there are too few. */
    private Optional<DeviceMap> oneAfterTheOther() {
        int[] used = cluster.devices().stream()
                .filter(device -> sites.contains(siteOf(device)))
                .mapToInt(Device::index)
                .toArray();
        if (acrossIslands && used.length >= degrees.gpus()) {
            return Optional.of(DeviceMap.inOrder(degrees).on(used));
        }
        return Optional.empty();
    }

    private int siteOf(Device device) {
        int before = 0;
        for (int site = 0; site < cluster.nodes().size(); site++) {
            before += cluster.nodes().get(site).gpus();
            if (device.index() < before) {
                return site;
            }
        }
        throw new IllegalStateException("No node group has GPU " + device.index() + ".");
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
            int first = firstOfIsland[group.firstNode()] + group.firstGpu();
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
