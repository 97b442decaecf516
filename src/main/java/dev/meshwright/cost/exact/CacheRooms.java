package dev.meshwright.cost.exact;

import dev.meshwright.base.derivation.Ledger;
import dev.meshwright.cost.evaluation.CacheRoom;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.cost.memory.MemoryModel;
import dev.meshwright.cost.memory.MemoryModel.StageShape;
import dev.meshwright.cost.memory.engine.EngineMemory;
import dev.meshwright.cost.pass.CostParts;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What the stages of a layout leave for the cache: the stage with the least room for a sequence decides. */
final class CacheRooms {

    private final MemoryModel memory;
    private final Degrees degrees;
    private final List<Room> rooms = new ArrayList<>();

    /** A stage, and the bytes of one of its GPUs that the cache may take. */
    private record Room(StageShape stage, double bytes) {}

    private CacheRooms(CostParts parts, Layout layout, Replicas replicas) {
        this.memory = parts.memory();
        this.degrees = layout.degrees();
        double[] bytes = new double[MemoryComponent.COUNT];
        for (int stage = 0; stage < degrees.pipeline(); stage++) {
            StageShape shape = parts.stageShape(degrees, stage, layout.stages().get(stage));
            memory.fill(degrees, shape, bytes, Ledger.NONE);
            double capacity = replicas.tightest(stage).gpu().memoryBytes();
            rooms.add(new Room(shape, Math.max(0, memory.limits().roomBytes(degrees, bytes, capacity))));
        }
    }

    /** The room; empty in training and where no layer keeps anything of a sequence. */
    static Optional<CacheRoom> of(CostParts parts, Layout layout, Replicas replicas) {
        Workload workload = parts.problem().workload();
        if (workload instanceof Training) {
            return Optional.empty();
        }
        long context = workload.longestContext();
        CacheRooms rooms = new CacheRooms(parts, layout, replicas);
        double requests = rooms.requests(context);
        int positions = parts.problem().model().positions();
        return requests < Double.POSITIVE_INFINITY
                ? Optional.of(rooms.room(context, requests, positions))
                : Optional.empty();
    }

    private CacheRoom room(long context, double requests, int positions) {
        Optional<EngineMemory> engine = memory.engine();
        OptionalInt limit =
                engine.map(known -> OptionalInt.of(known.sequences())).orElse(OptionalInt.empty());
        long perRank = (long) Math.floor(requests * context);
        long sequences = Math.min(sequences(context), limit.orElse(Integer.MAX_VALUE));
        return new CacheRoom(
                rooms.stream().mapToDouble(Room::bytes).min().orElse(0),
                memory.limits().share(degrees),
                engine.map(known -> known.rule().engine() + " " + known.rule().option())
                        .orElse("Share of the memory"),
                engine.flatMap(known -> known.rule().assumed()),
                perRank * degrees.data(),
                perRank,
                longestInCache(),
                positions,
                sequences * degrees.data(),
                limit,
                context);
    }

    /** Requests of {@code context} tokens that the cache of a rank holds, each with all that is set aside for it. */
    private double requests(double context) {
        double least = Double.POSITIVE_INFINITY;
        for (Room room : rooms) {
            double each = memory.sequenceBytes(degrees, room.stage(), context, true);
            least = each > 0 ? Math.min(least, room.bytes() / each) : least;
        }
        return least;
    }

    /** Sequences that decode at once while the prompt of one is read. */
    private long sequences(double context) {
        double least = Double.POSITIVE_INFINITY;
        for (Room room : rooms) {
            double held = memory.sequenceBytes(degrees, room.stage(), context, false);
            double more = memory.sequenceBytes(degrees, room.stage(), context, true) - held;
            least = held > 0 ? Math.min(least, (room.bytes() - more) / held) : least;
        }
        return (long) Math.max(0, Math.floor(least));
    }

    private long longestInCache() {
        long fits = 0;
        long fails = Workload.LONGEST + 1L;
        while (fails - fits > 1) {
            long middle = (fits + fails) / 2;
            if (requests(middle) >= 1) {
                fits = middle;
            } else {
                fails = middle;
            }
        }
        return fits;
    }
}
