package dev.meshwright.placement.timefold.experts;

import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.ExpertPlacer;
import dev.meshwright.placement.experts.PlacedLayers;
import dev.meshwright.placement.experts.PlainProblem;
import dev.meshwright.placement.experts.planner.ExpertPlacers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Prints the placers against the bound and the published baselines on the recorded loads; argument: moves. */
final class RecordedLoadsTable {
    private RecordedLoadsTable() {}

    public static void main(String[] arguments) {
        long moves = arguments.length > 0 ? Long.parseLong(arguments[0]) : 500_000;
        String only = arguments.length > 1 ? arguments[1] : "";
        Map<String, Double> baselines = RecordedLoads.baselines();
        List<ExpertPlacer> placers = new ArrayList<>(ExpertPlacers.all());
        placers.add(new TimefoldExpertPlacer());
        for (RecordedLoads.Setting setting : RecordedLoads.SETTINGS) {
            if (!setting.name().contains(only)) {
                continue;
            }
            for (String profile : RecordedLoads.PROFILES) {
                PlainProblem problem = setting.problem(profile);
                System.out.printf("%s %s%n", setting.name(), profile);
                for (String method : List.of(
                        "eplb_deepseek_py",
                        "eplb+swap_descent_cpp",
                        "eplb+swap+SA_joint_counts_100ms/layer",
                        "lower_bound_joint",
                        "lower_bound")) {
                    Double value = baselines.get(method + "," + setting.name() + "," + profile);
                    if (value != null) {
                        System.out.printf("    %-40s %.5f%n", method, value);
                    }
                }
                for (ExpertPlacer placer : placers) {
                    print(problem, placer, moves);
                }
            }
        }
    }

    private static void print(PlainProblem problem, ExpertPlacer placer, long moves) {
        LongSupplier clock = System::nanoTime;
        long start = clock.getAsLong();
        PlacedLayers placed = placer.place(problem, Budget.ofMoves(moves, 1));
        double milliseconds = (clock.getAsLong() - start) / 1e6;
        double maxOverMean = IntStream.range(0, problem.layers())
                .mapToDouble(layer -> placed.layers().get(layer).maxOverMean().getFirst())
                .average()
                .orElseThrow();
        double bound = placed.lowerBoundNanoseconds() / 1e9 / problem.layers() * problem.ranks();
        System.out.printf(
                "  %-18s x %.5f  bound %.5f  gap %7.4f %%  %8.1f ms %s%n",
                placer.name(),
                maxOverMean,
                bound,
                100 * placed.gap(),
                milliseconds,
                placed.feasible() ? "" : "infeasible");
    }
}
