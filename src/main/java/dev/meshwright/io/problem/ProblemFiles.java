package dev.meshwright.io.problem;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.problem.Prices;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.io.catalogue.ModelSource;
import dev.meshwright.io.catalogue.StandardModels;
import dev.meshwright.io.price.PriceList;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.References;
import dev.meshwright.io.tree.TreeReader;
import dev.meshwright.layout.rule.LengthRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads problem files (YAML or JSON). */
public final class ProblemFiles {

    static final List<String> FIELDS = List.of(
            "name",
            "model",
            "cluster",
            "workload",
            "objective",
            "targets",
            "assumptions",
            "serving",
            "search",
            "prices");

    private final ModelSource models;

    ProblemFiles(ModelSource models) {
        this.models = models;
    }

    /**
     * Reads a problem.
     *
     * @throws InvalidInputException with everything that is wrong with the file and those it names
     */
    public static Problem read(Path file) {
        return open(file).problem();
    }

    /**
     * Reads a problem with what was assumed and its digest.
     *
     * @throws InvalidInputException with everything that is wrong with the file and those it names
     */
    public static ProblemDocument open(Path file) {
        return open(file, false);
    }

    /**
     * The same, which may read files outside of its folder.
     *
     * @param outside whether it may
     * @throws InvalidInputException with everything that is wrong with the file and those it names
     */
    public static ProblemDocument open(Path file, boolean outside) {
        return open(file, outside, Optional.empty());
    }

    /**
     * The same with prices of GPUs from elsewhere, which stand in the place of those in the problem.
     *
     * @param outside whether it may read files outside of its folder
     * @throws InvalidInputException with everything that is wrong with the file and those it names
     */
    public static ProblemDocument open(Path file, boolean outside, Optional<PriceList> prices) {
        return new ProblemFiles(new StandardModels())
                .document(InputFile.read(file), References.of(file, outside), prices);
    }

    /**
     * The same of a text that is no file yet.
     *
     * @param folder relative file names in the problem start here
     * @throws InvalidInputException with everything that is wrong with it
     */
    public static ProblemDocument open(InputFile file, Path folder) {
        return open(file, new References(folder, false));
    }

    /**
     * The same of a text that is no file yet.
     *
     * @param references where files lie that the problem names
     * @throws InvalidInputException with everything that is wrong with it
     */
    public static ProblemDocument open(InputFile file, References references) {
        return new ProblemFiles(new StandardModels()).document(file, references);
    }

    /**
     * @param references where files lie that the problem names
     */
    ProblemDocument document(InputFile file, References references) {
        return document(file, references, Optional.empty());
    }

    private ProblemDocument document(InputFile file, References references, Optional<PriceList> list) {
        TreeReader root = root(file);
        List<String> notes = new ArrayList<>();
        String name = root.required("name").flatMap(TreeReader::text).orElse("");
        Optional<TreeReader> modelPlace = root.required("model");
        Optional<Model> model = modelPlace.flatMap(place -> new ModelSection(models, references, notes).read(place));
        var declared = modelPlace.filter(TreeReader::isObject).map(ModelSection::declared);
        Optional<Cluster> cluster = root.required("cluster").flatMap(place -> new ClusterSection(notes).read(place));
        Optional<TreeReader> work = root.required("workload");
        Optional<Workload> workload = work.flatMap(place -> new WorkloadSection(place, references, notes).read());
        Optional<TreeReader> workMap = work.filter(TreeReader::isObject);
        ExpertLoad load = workMap.map(new ExpertLoadSection(references)::read).orElse(new ExpertLoad.Unmeasured());
        var balance = workMap.map(ExpertLoadSection::balance);
        var objective = AimSections.objective(root);
        var targets = AimSections.targets(root);
        var assumptions = new ServingSection(root, notes).addedTo(AimSections.assumptions(root));
        var limits = AimSections.limits(root);
        if (model.isPresent() && workMap.isPresent()) {
            new CrossChecks(root, model.get(), notes).check(workMap.get(), load, workload);
        }
        new EngineChecks(root, assumptions, notes).check(workload, limits);
        Prices prices = PricesSection.read(root, cluster, list, objective, notes);
        root.finish();
        Problem problem = new Problem(
                name,
                model.orElseThrow(),
                declared.orElseThrow(),
                cluster.orElseThrow(),
                workload.orElseThrow(),
                load,
                balance.orElseThrow(),
                objective,
                StreamDemand.on(targets, workload.orElseThrow(), notes),
                assumptions,
                limits,
                prices);
        return document(problem, notes, modelPlace.orElseThrow(), workMap.orElseThrow());
    }

    private static ProblemDocument document(
            Problem problem, List<String> notes, TreeReader model, TreeReader workload) {
        List<Precision> formats = ModelSection.formats(model);
        Map<String, ProblemDocument> others = new LinkedHashMap<>();
        for (Precision format : formats.size() > 1 ? formats : List.<Precision>of()) {
            Problem other = problem.withModel(ModelSection.inFormat(problem.model(), format, model));
            others.put(format.label(), new ProblemDocument(other, noted(other, notes), Digest.of(other)));
        }
        return new ProblemDocument(
                problem, noted(problem, notes), WorkloadSection.concurrencies(workload), others, Digest.of(problem));
    }

    private static List<String> noted(Problem problem, List<String> notes) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(HardwareNotes.formats(problem));
        LengthRule.note(problem).ifPresent(all::add);
        return all;
    }

    private static TreeReader root(InputFile file) {
        TreeReader root = TreeReader.of(file);
        if (!root.object(FIELDS)) {
            root.finish();
        }
        return root;
    }
}
