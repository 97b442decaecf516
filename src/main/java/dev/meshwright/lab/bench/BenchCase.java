package dev.meshwright.lab.bench;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.base.quantity.PlainNumber;
import dev.meshwright.facts.workload.RecordedLoads;
import dev.meshwright.placement.experts.ExpertPlacement;
import dev.meshwright.question.place.PlaceRequest;
import dev.meshwright.question.place.PlaceRequest.Grouping;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One case of placement, its files read.
 *
 * @param loads of all profiles
 * @param separately whether each profile is a problem of its own, and figures are means over them
 * @param settings of {@code place} by name, as texts
 * @param stale the placement in force, as an algorithm made it for other loads
 * @param optima known optimum of the mean of busiest over mean rank, one for each file of loads; none if unknown
 * @param require upper limits on ours by name of the figure, see {@link Requirements}
 */
public record BenchCase(
        String name,
        BenchLoads loads,
        boolean separately,
        int ranks,
        int slots,
        Map<String, String> settings,
        Optional<Stale> stale,
        List<Double> optima,
        Map<String, Double> require) {

    /** What was placed before the loads changed. */
    public record Stale(String algorithm, RecordedLoads loads) {}

    public BenchCase {
        optima = List.copyOf(optima);
    }

    /** The loads of each problem of the case. */
    List<List<RecordedLoads>> problems(long seed) {
        List<RecordedLoads> files = loads.of(seed);
        return separately ? files.stream().map(List::of).toList() : List.of(files);
    }

    /**
     * The case as a request that starts from {@code current}.
     *
     * @throws InvalidInputException if a setting has a value that it cannot have
     */
    PlaceRequest request(List<RecordedLoads> files, Optional<ExpertPlacement> current, long seed) {
        return request(files, new PlaceRequest.Migration(current, Optional.ofNullable(settings.get("maxMoves"))), seed);
    }

    /** The case as a request from scratch. */
    PlaceRequest request(List<RecordedLoads> files, long seed) {
        return request(files, PlaceRequest.Migration.NONE, seed);
    }

    private PlaceRequest request(List<RecordedLoads> files, PlaceRequest.Migration migration, long seed) {
        return new PlaceRequest(
                files,
                new PlaceRequest.Shape(
                        ranks, number("nodes", 1), slots, "same", Boolean.parseBoolean(text("distinctRanks", ""))),
                new PlaceRequest.Routing(
                        number("groups", 0), grouping(), 0, 0, Optional.ofNullable(settings.get("balanceLimit"))),
                new PlaceRequest.Aim(Optional.empty(), List.of(), text("robust", PlaceRequest.Aim.USUAL.robust())),
                Optional.empty(),
                migration,
                false,
                new PlaceRequest.Effort(-1, seed, Optional.empty()));
    }

    private String text(String setting, String usual) {
        return settings.getOrDefault(setting, usual);
    }

    private int number(String setting, int usual) {
        String text = text(setting, Integer.toString(usual));
        return (int) PlainNumber.whole(text, 0, Integer.MAX_VALUE).orElseThrow(() -> wrong(setting, text));
    }

    private Grouping grouping() {
        String text = text("grouping", Grouping.soft.name());
        for (Grouping grouping : Grouping.values()) {
            if (grouping.name().equals(text)) {
                return grouping;
            }
        }
        throw wrong("grouping", text);
    }

    private InvalidInputException wrong(String setting, String value) {
        return new InvalidInputException(
                List.of(new Fault("", "cases/" + name + "/" + setting, value, "is no value of this", "")));
    }
}
