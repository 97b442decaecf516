package dev.meshwright.io.sweep;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.References;
import dev.meshwright.io.tree.TreeReader;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A sweep: one problem, varied along axes. Every combination of their values is a scenario.
 *
 * <pre>
 * name: which-gpu
 * problem: problems/mixtral.yaml            # a file, or a problem itself
 * vary:
 *   workload.inputTokens: [1000, 8000]
 *   hardware:
 *     - {name: one node, set: {cluster.nodes.0.count: 1}}
 * ask: {question: check, plan: TP8 EP8 PP1}  # search where nothing is asked; scale; axes may vary it: ask.plan
 * best: {per: [workload.inputTokens]}
 * </pre>
 */
public final class SweepFile {

    private static final List<String> FIELDS = List.of("name", "problem", Scenario.ASK, "vary", "best");

    private final String file;
    private final References references;
    private final String name;
    private final References questions;
    private final JsonNode problem;
    private final List<Axis> axes;
    private final List<String> groups;
    private final int sample;

    private SweepFile(
            String file,
            Based based,
            References questions,
            String name,
            List<Axis> axes,
            List<String> groups,
            int sample) {
        this.file = file;
        this.references = based.references();
        this.questions = questions;
        this.name = name;
        this.problem = based.problem();
        this.axes = List.copyOf(axes);
        this.groups = List.copyOf(groups);
        this.sample = sample;
    }

    /**
     * Reads a sweep.
     *
     * @param most scenarios that it may have
     * @param outside whether it, and the problem that it names, may name files outside of its folder
     * @throws dev.meshwright.base.fault.InvalidInputException with everything that is wrong with the sweep itself
     */
    public static SweepFile read(Path path, long most, boolean outside) {
        TreeReader root = TreeReader.open(path);
        if (!root.object(FIELDS)) {
            root.finish();
        }
        String name = root.required("name").flatMap(TreeReader::text).orElse("");
        Optional<TreeReader> stated = root.required("problem");
        References beside = References.of(path, outside);
        Optional<Based> based = stated.flatMap(place -> Based.read(place, beside))
                .map(found -> found.asking(root.child(Scenario.ASK).map(TreeReader::node)));
        List<Axis> axes = new ArrayList<>();
        Optional<TreeReader> vary = root.required("vary");
        JsonNode problem = based.map(Based::problem).orElse(root.node().path("nothing"));
        vary.ifPresent(place -> axes(place, problem, axes));
        List<String> groups = groups(root, axes);
        BigInteger count = count(axes);
        if (count.compareTo(BigInteger.valueOf(most)) > 0) {
            vary.ifPresent(place -> place.fault(
                    "makes " + Figures.count(count.doubleValue()) + " scenarios, more than " + Figures.count(most),
                    "Maybe fewer values, or --max-scenarios."));
        }
        // A question that varies is a matter of its scenarios.
        if (axes.stream().noneMatch(axis -> axis.sets(Scenario.ASK))) {
            root.child(Scenario.ASK).ifPresent(place -> Asked.read(place, beside));
        }
        root.finish();
        return new SweepFile(path.toString(), based.orElseThrow(), beside, name, axes, groups, 1);
    }

    private static void axes(TreeReader vary, JsonNode problem, List<Axis> axes) {
        if (!vary.isObject()) {
            vary.fault("must be a mapping from places of the problem to lists of values", "");
            return;
        }
        for (String axis : vary.fieldNames()) {
            vary.child(axis).ifPresent(place -> axes.add(Axis.read(axis, place, problem)));
        }
    }

    private static List<String> groups(TreeReader root, List<Axis> axes) {
        Optional<TreeReader> best = root.child("best");
        if (best.isEmpty() || !best.get().object(List.of("per"))) {
            return List.of();
        }
        List<String> names = axes.stream().map(Axis::name).toList();
        List<String> groups = new ArrayList<>();
        best.get().child("per").ifPresent(per -> per.items()
                .forEach(item -> item.text().ifPresent(axis -> {
                    if (names.contains(axis)) {
                        groups.add(axis);
                    } else {
                        item.fault("is no axis of the sweep", "Maybe one of: " + String.join(", ", names) + ".");
                    }
                })));
        return groups;
    }

    private static BigInteger count(List<Axis> axes) {
        BigInteger count = BigInteger.ONE;
        for (Axis axis : axes) {
            count = count.multiply(BigInteger.valueOf(axis.values().size()));
        }
        return count;
    }

    /**
     * The problem that is varied.
     *
     * @param references where files lie that it names
     */
    private record Based(JsonNode problem, References references) {

        /** The same with what is asked beside the problem, so that axes find both. */
        Based asking(Optional<JsonNode> asked) {
            if (!(problem.deepCopy() instanceof ObjectNode both)) {
                return this;
            }
            if (asked.filter(JsonNode::isObject).isPresent()) {
                both.set(Scenario.ASK, asked.get());
            } else {
                ObjectNode question = both.putObject(Scenario.ASK);
                asked.ifPresent(name -> question.set("question", name));
            }
            return new Based(both, references);
        }

        static Optional<Based> read(TreeReader place, References references) {
            if (place.isObject()) {
                return Optional.of(new Based(place.node(), references));
            }
            return place.text().flatMap(name -> references.file(place, name)).flatMap(named -> {
                try {
                    JsonNode problem = TreeReader.open(named).node();
                    return Optional.of(new Based(problem, References.of(named, references.outside())));
                } catch (InvalidInputException e) {
                    place.adopt(e);
                    return Optional.empty();
                }
            });
        }
    }

    /** One of every {@code sample} of its scenarios, each a place further on than the last, so that every value has its turn. */
    public SweepFile sampled(int sample) {
        return new SweepFile(file, new Based(problem, references), questions, name, axes, groups, sample);
    }

    /** What it is called: a folder of answers belongs to one name. */
    public String name() {
        return name;
    }

    /** Names of what varies, in order. */
    public List<String> axes() {
        return axes.stream().map(Axis::name).toList();
    }

    /** Axes for whose combinations the best is told. */
    public List<String> groups() {
        return groups;
    }

    /** How many scenarios there are. */
    public long count() {
        return whole() / sample;
    }

    private long whole() {
        return count(axes).longValueExact();
    }

    /** The scenario with a number from 0, the last axis turning fastest. */
    public Scenario scenario(long index) {
        return one(index * sample + index % sample);
    }

    private Scenario one(long index) {
        Map<String, String> values = new LinkedHashMap<>();
        ObjectNode varied = (ObjectNode) problem.deepCopy();
        long left = index;
        long block = whole();
        for (Axis axis : axes) {
            block /= axis.values().size();
            Axis.Value value = axis.values().get((int) (left / block));
            left %= block;
            values.put(axis.name(), value.label());
            value.set().forEach((place, node) -> place.put(varied, node.deepCopy()));
        }
        String place = file + ", scenario " + (index + 1);
        ObjectNode question = varied.objectNode();
        question.set(Scenario.ASK, varied.remove(Scenario.ASK));
        return new Scenario(
                index + 1,
                values,
                new InputFile(place, varied.toString()),
                references,
                new InputFile(place, question.toString()),
                questions);
    }
}
