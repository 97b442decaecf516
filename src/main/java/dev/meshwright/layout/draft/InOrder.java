package dev.meshwright.layout.draft;

import dev.meshwright.layout.Stage;
import dev.meshwright.layout.draft.PlanDraft.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Placements that follow the order of their numbers, in one line of a plan file instead of a list of each layer or GPU:
 * {@code in order (58 layers x 64 ranks x 4 slots)} for experts, {@code in order (32 x 64 ranks with 8 to a node from 0)} for
 * GPUs and {@code in order (9 8 8 layers)} for stages. Each line says all that its list does; no model or cluster is needed
 * to read it.
 */
public final class InOrder {

    /** What a line may stand for at most: no cluster has more GPUs, no model more slots. */
    public static final int MOST = 50_000_000;

    private static final Pattern EXPERTS =
            Pattern.compile("in order \\((\\d{1,7}) layers? x (\\d{1,7}) ranks? x (\\d{1,7}) slots?\\)");

    private static final Pattern DEVICES =
            Pattern.compile("in order \\((\\d{1,7}) x (\\d{1,7}) ranks? with (\\d{1,7}) to a node from (\\d{1,7})\\)");

    private static final Pattern STAGES = Pattern.compile("in order \\((\\d{1,7}(?: \\d{1,7})*+) layers?\\)");

    private InOrder() {}

    /** Experts by {@code [layer][rank][slot]} in one line where every slot holds the expert of its own number; empty otherwise. */
    public static Optional<String> ofExperts(List<List<List<Integer>>> experts) {
        if (experts.isEmpty() || experts.getFirst().isEmpty()) {
            return Optional.empty();
        }
        List<List<Integer>> first = experts.getFirst();
        String line = "in order (" + experts.size() + " layers x " + first.size() + " ranks x "
                + first.getFirst().size() + " slots)";
        return experts(line).filter(experts::equals).map(same -> line);
    }

    /** Experts by {@code [layer][rank][slot]} of a line; empty where it is none. */
    public static Optional<List<List<List<Integer>>>> experts(String line) {
        Matcher found = EXPERTS.matcher(line);
        if (!found.matches()) {
            return Optional.empty();
        }
        int ranks = number(found, 2);
        int slots = number(found, 3);
        if ((long) ranks * slots * number(found, 1) > MOST) {
            return Optional.empty();
        }
        List<List<Integer>> layer = IntStream.range(0, ranks)
                .mapToObj(rank -> consecutive(rank * slots, slots))
                .toList();
        return Optional.of(
                IntStream.range(0, number(found, 1)).mapToObj(unused -> layer).toList());
    }

    /** GPUs by {@code [stage of a replica][rank]} in one line where ranks follow each other, as many on each node; empty otherwise. */
    public static Optional<String> ofDevices(List<List<Place>> devices) {
        if (devices.isEmpty() || devices.getFirst().isEmpty()) {
            return Optional.empty();
        }
        int perNode = devices.stream()
                        .flatMap(List::stream)
                        .mapToInt(Place::gpu)
                        .max()
                        .orElseThrow()
                + 1;
        String line = "in order (" + devices.size() + " x " + devices.getFirst().size() + " ranks with " + perNode
                + " to a node from " + devices.getFirst().getFirst().node() + ")";
        return devices(line).filter(devices::equals).map(same -> line);
    }

    /** GPUs by {@code [stage of a replica][rank]} of a line; empty where it is none. */
    public static Optional<List<List<Place>>> devices(String line) {
        Matcher found = DEVICES.matcher(line);
        if (!found.matches() || number(found, 3) == 0) {
            return Optional.empty();
        }
        int ranks = number(found, 2);
        int perNode = number(found, 3);
        int from = number(found, 4);
        if ((long) ranks * number(found, 1) > MOST) {
            return Optional.empty();
        }
        return Optional.of(IntStream.range(0, number(found, 1))
                .mapToObj(instance -> consecutive(instance * ranks, ranks).stream()
                        .map(at -> new Place(from + at / perNode, at % perNode))
                        .toList())
                .toList());
    }

    /** Stages in one line where each is one range of layers that follow those of the stage before; empty otherwise. */
    public static Optional<String> ofStages(List<Stage> stages) {
        int next = 0;
        for (Stage stage : stages) {
            if (stage.chunks().size() != 1 || stage.layers() == 0 || stage.firstLayer() != next) {
                return Optional.empty();
            }
            next += stage.layers();
        }
        return Optional.of(stages.stream()
                .map(stage -> String.valueOf(stage.layers()))
                .collect(Collectors.joining(" ", "in order (", " layers)")));
    }

    /** Stages of a line; empty where it is none. */
    public static Optional<List<Stage>> stages(String line) {
        Matcher found = STAGES.matcher(line);
        if (!found.matches()) {
            return Optional.empty();
        }
        List<Stage> stages = new ArrayList<>();
        int next = 0;
        for (String word : found.group(1).split(" ", -1)) {
            int layers = Integer.parseInt(word);
            if (layers == 0 || next > MOST) {
                return Optional.empty();
            }
            stages.add(new Stage(next, next + layers - 1));
            next += layers;
        }
        return Optional.of(List.copyOf(stages));
    }

    private static List<Integer> consecutive(int from, int count) {
        return IntStream.range(from, from + count).boxed().toList();
    }

    private static int number(Matcher found, int group) {
        return Integer.parseInt(found.group(group));
    }
}
