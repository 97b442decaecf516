package dev.meshwright.io.plan;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.TreeReader;
import dev.meshwright.layout.draft.Claim;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.draft.DegreesDraft.Form;
import dev.meshwright.layout.draft.LayoutName;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.layout.draft.PoolsDraft;
import dev.meshwright.layout.draft.PoolsDraft.PoolDraft;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads plan files (YAML or JSON): the degrees, and stages, experts, devices and claims where they are stated. Whether
 * the layout fits its problem is not judged here. What a search wrote beside the layout is left alone.
 */
public final class PlanFiles {

    public static final List<String> FIELDS = List.of(
            "problem",
            "layout",
            "pools",
            "evaluation",
            "alternatives",
            "engines",
            "premises",
            "claims",
            "notes",
            "provenance",
            "report",
            "formats",
            "front");
    public static final List<String> PROBLEM_FIELDS = List.of("name", "digest");
    public static final List<String> LAYOUT_FIELDS = List.of(
            "tensor",
            "data",
            "expert",
            "expertTensor",
            "expertData",
            "pipeline",
            "replicas",
            "microBatch",
            "microBatches",
            "virtualStages",
            "recomputation",
            "slotsPerRank",
            "context",
            "stages",
            "megatronLayout",
            "predictionStage",
            "experts",
            "devices");
    public static final List<String> CLAIM_FIELDS = List.of("quantity", "value", "quote", "by", "given");
    public static final List<String> POOLS_FIELDS = List.of("prefill", "decode", "transfer");
    public static final List<String> POOL_FIELDS = List.of("instances", "gpu", "layout");
    public static final List<String> PLACE_FIELDS = List.of("node", "gpu");

    /** No model has more layers or experts, no cluster more nodes. */
    public static final int LARGEST_NUMBER = 1_000_000;

    private PlanFiles() {}

    /**
     * Reads a plan.
     *
     * @throws InvalidInputException with everything that is wrong with the file
     */
    public static PlanDraft read(Path file) {
        return read(InputFile.read(file));
    }

    /**
     * A plan that is a line of degrees, such as {@code TP4 EP4 PP1}.
     *
     * @param place where the line stands, for messages
     * @throws InvalidInputException with everything in it that is not understood
     */
    public static PlanDraft ofLine(String place, String line) {
        LayoutName.Parsed parsed = LayoutName.parse(line);
        if (!parsed.problems().isEmpty()) {
            throw new InvalidInputException(parsed.problems().stream()
                    .map(problem -> new Fault("", place, problem.value(), problem.message(), problem.maybe()))
                    .toList());
        }
        return PlanDraft.of(parsed.draft());
    }

    public static PlanDraft read(InputFile file) {
        TreeReader root = TreeReader.of(file);
        if (!root.object(FIELDS)) {
            root.finish();
        }
        Optional<TreeReader> pools = root.child("pools");
        if (pools.isPresent()) {
            pools.get()
                    .fault(
                            "has GPUs of their own for prompts and answers, which search and check alone know",
                            "Maybe the layout of a pool by itself: a plan of a problem with its phase.");
            root.finish();
        }
        Heading heading = Heading.of(root);
        PlanDraft layout = layout(root.required("layout"));
        List<Claim> claims = ClaimsSection.read(root);
        root.finish();
        return new PlanDraft(
                heading.name(),
                heading.digest(),
                layout.degrees(),
                layout.stages(),
                layout.experts(),
                layout.devices(),
                layout.predictionStage(),
                claims);
    }

    /**
     * Reads a plan in which prompts and answers have GPUs of their own; empty where the file has one layout for both.
     *
     * @throws InvalidInputException with everything that is wrong with the file
     */
    public static Optional<PoolsDraft> pools(Path file) {
        TreeReader root = TreeReader.of(InputFile.read(file));
        if (!root.isObject() || !root.fieldNames().contains("pools")) {
            return Optional.empty();
        }
        root.object(FIELDS);
        for (String other : List.of("layout", "claims", "premises")) {
            root.child(other).ifPresent(place -> place.fault("has no meaning in a plan with pools", ""));
        }
        Heading heading = Heading.of(root);
        Optional<TreeReader> pools = root.child("pools").filter(place -> place.object(POOLS_FIELDS));
        Optional<PoolDraft> prefill =
                pools.flatMap(place -> place.required("prefill")).flatMap(PlanFiles::pool);
        Optional<PoolDraft> decode =
                pools.flatMap(place -> place.required("decode")).flatMap(PlanFiles::pool);
        root.finish();
        return Optional.of(
                new PoolsDraft(heading.name(), heading.digest(), prefill.orElseThrow(), decode.orElseThrow()));
    }

    private static Optional<PoolDraft> pool(TreeReader place) {
        if (!place.object(POOL_FIELDS)) {
            return Optional.empty();
        }
        OptionalInt instances = place.child("instances")
                .map(number -> number.integer(1, DegreesSection.LARGEST_DEGREE))
                .orElse(OptionalInt.empty());
        PlanDraft layout = layout(place.required("layout"));
        OptionalInt replicas = layout.degrees().get(DegreeName.REPLICAS);
        if (instances.isPresent() && replicas.isPresent() && instances.getAsInt() != replicas.getAsInt()) {
            place.fault(
                    "has " + instances.getAsInt() + " instances, and replicas of its layout are " + replicas.getAsInt(),
                    "Maybe leave one of them out.");
        }
        int number = instances.isPresent() ? instances.getAsInt() : replicas.orElse(1);
        return Optional.of(new PoolDraft(layout, number, place.child("gpu").flatMap(TreeReader::text)));
    }

    /** What a plan is for. */
    private record Heading(Optional<String> name, Optional<String> digest) {

        static Heading of(TreeReader root) {
            Optional<TreeReader> problem = root.child("problem");
            Optional<TreeReader> named = problem.filter(TreeReader::isObject);
            named.ifPresent(place -> place.object(PROBLEM_FIELDS));
            return new Heading(
                    named.isPresent()
                            ? named.flatMap(place -> place.child("name")).flatMap(TreeReader::text)
                            : problem.flatMap(TreeReader::text),
                    named.flatMap(place -> place.child("digest")).flatMap(TreeReader::text));
        }
    }

    /** A layout, without claims and problem; harmless degrees after a fault. */
    private static PlanDraft layout(Optional<TreeReader> stated) {
        Optional<TreeReader> line = stated.filter(place -> place.node().isString());
        Optional<TreeReader> layout = stated.filter(place -> line.isEmpty() && fields(place));
        Optional<DegreesDraft> degrees =
                layout.map(place -> new DegreesSection(place).read()).or(() -> line.flatMap(DegreesSection::ofText));
        Optional<StagesSection> stages = layout.map(place -> new StagesSection(place, degrees.orElseThrow()).read());
        var experts = layout.flatMap(place -> place.child("experts"))
                .map(place -> PlacesSection.experts(place, degrees.orElseThrow().get(DegreeName.EXPERT)));
        var devices = layout.flatMap(place -> place.child("devices")).map(PlacesSection::devices);
        return new PlanDraft(
                Optional.empty(),
                Optional.empty(),
                stages.map(StagesSection::degrees)
                        .or(() -> degrees)
                        .orElseGet(() -> new DegreesDraft(Map.of(), Optional.empty(), Form.FIELDS)),
                stages.flatMap(StagesSection::stages),
                experts,
                devices,
                stages.map(StagesSection::predictionStage).orElse(OptionalInt.empty()),
                List.of());
    }

    /** Whether the layout is a mapping of its fields, degrees by any of their names. */
    private static boolean fields(TreeReader place) {
        List<String> known = new ArrayList<>(LAYOUT_FIELDS);
        place.fieldNames().stream().filter(DegreesSection::alias).forEach(known::add);
        return place.object(known, LAYOUT_FIELDS, DegreesSection::suggestion);
    }
}
